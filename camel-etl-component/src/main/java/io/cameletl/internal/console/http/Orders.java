package io.cameletl.internal.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cameletl.camel.EtlConstants;
import io.cameletl.internal.console.desk.Order;
import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.engine.driver.LedgerChoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be done, out of a form or out of JSON. */
final class Orders {
    private static final int MOST = 1_000;

    private Orders() {}

    /**
     * An order as JSON.
     *
     * @param pipelines to which
     * @param what of a replay or a discard: {@code all}, {@code skipped}, {@code rejected} or {@code group}; null for all
     * @param ids of lines in the ledger that {@code what} names; null for all of them
     * @param table of a group
     * @param state of a group, its SQLSTATE; null where it has none
     * @param cursor of a seek: the cursor itself, or its JSON as text
     * @param from of a reload: the first change time
     * @param before of a reload: the end of the change times
     * @param keys of a reload: keys, or their JSON as text
     * @param fromKey of a reload: the first key, or its JSON as text
     * @param toKey of a reload: the last key, or its JSON as text
     * @param typed the pipeline's name once more, for what loses something
     */
    record Body(
            @Nullable List<String> pipelines,
            @Nullable String what,
            @Nullable List<Long> ids,
            @Nullable String table,
            @Nullable String state,
            @Nullable JsonNode cursor,
            @Nullable String from,
            @Nullable String before,
            @Nullable JsonNode keys,
            @Nullable JsonNode fromKey,
            @Nullable JsonNode toKey,
            @Nullable String typed) {}

    /** @throws ProblemException when it names no lines that can be */
    static Order of(Act act, Body body) throws ProblemException {
        return switch (act) {
            case REPLAY, DISCARD -> lines(body);
            case SEEK -> new Order(LedgerChoice.ALL, null, null, required(text(body.cursor()), "cursor"));
            case RELOAD -> Order.reload(range(body));
            default -> Order.ALL;
        };
    }

    /** Which of them go together is known where the rows are read. */
    private static Map<String, String> range(Body body) {
        Map<String, String> range = new HashMap<>();
        put(range, EtlConstants.FROM_AT, body.from());
        put(range, EtlConstants.BEFORE_AT, body.before());
        put(range, EtlConstants.KEYS, text(body.keys()));
        put(range, EtlConstants.FROM_KEY, text(body.fromKey()));
        put(range, EtlConstants.TO_KEY, text(body.toKey()));
        return range;
    }

    private static void put(Map<String, String> range, String header, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            range.put(header, value);
        }
    }

    static Body body(Fields form) throws ProblemException {
        String ids = form.joined("ids");
        if (ids == null && form.optional("ticked") != null) {
            throw new ProblemException(
                    400,
                    "Nothing ticked",
                    "Tick the lines that are meant. For all of them there is a button of its own.");
        }
        return new Body(
                form.all("name"),
                form.optional("what"),
                ids == null ? null : numbers(ids),
                form.optional("table"),
                form.optional("state"),
                node(form, "cursor"),
                form.optional("from"),
                form.optional("before"),
                node(form, "keys"),
                node(form, "fromKey"),
                node(form, "toKey"),
                form.optional("typed"));
    }

    private static @Nullable JsonNode node(Fields form, String name) {
        String value = form.optional(name);
        return value == null ? null : TextNode.valueOf(value);
    }

    /** @throws ProblemException when there are none, too many, or more than the act is for */
    static List<String> pipelines(Act act, Body body) throws ProblemException {
        List<String> named = body.pipelines();
        if (named == null || named.isEmpty() || named.stream().anyMatch(name -> name == null || name.isEmpty())) {
            throw new ProblemException(400, "No pipeline", "Name the pipeline that it is to be done to.");
        }
        List<String> distinct = named.stream().distinct().toList();
        if (distinct.size() > (act.isForMany() ? MOST : 1)) {
            throw new ProblemException(
                    400,
                    "Too many pipelines",
                    act.isForMany()
                            ? "At most " + MOST + " pipelines at once."
                            : act.word() + " is done to one pipeline at a time.");
        }
        return distinct;
    }

    /** @throws ProblemException when what loses something has not the pipeline's name typed */
    static void requireTyped(Act act, Body body, List<String> pipelines) throws ProblemException {
        if (act.isDangerous() && !pipelines.get(0).equals(body.typed())) {
            throw new ProblemException(
                    409,
                    "Name not typed",
                    act.word()
                            + " loses something. Type the pipeline's name, as it is, into the field typed; nothing was"
                            + " done.");
        }
    }

    private static Order lines(Body body) throws ProblemException {
        List<Long> ids = body.ids();
        if (ids != null && ids.contains(null)) {
            throw new ProblemException(400, "Not a number", "ids are numbers of lines, such as [3, 5].");
        }
        Set<Long> numbers = ids == null ? null : Set.copyOf(ids);
        return switch (body.what() == null ? "all" : body.what()) {
            case "all" -> {
                if (numbers != null) {
                    throw new ProblemException(400, "Which ledger?", "With ids, what is skipped or rejected.");
                }
                yield Order.ALL;
            }
            case "skipped" -> new Order(new LedgerChoice(numbers, Set.of()), null, null, null);
            case "rejected" -> new Order(new LedgerChoice(Set.of(), numbers), null, null, null);
            case "group" -> new Order(LedgerChoice.ALL, required(body.table(), "table"), body.state(), null);
            default -> throw new ProblemException(400, "Which lines?", "what is all, skipped, rejected or group.");
        };
    }

    private static List<Long> numbers(String ids) throws ProblemException {
        try {
            return Stream.of(ids.split(","))
                    .map(String::strip)
                    .map(Long::valueOf)
                    .collect(Collectors.toList());
        } catch (NumberFormatException e) {
            throw new ProblemException(400, "Not a number", "ids are numbers of lines, comma separated, such as 3,5.");
        }
    }

    private static @Nullable String text(@Nullable JsonNode cursor) {
        if (cursor == null || cursor.isNull()) {
            return null;
        }
        return cursor.isTextual() ? cursor.textValue() : cursor.toString();
    }

    private static String required(@Nullable String value, String name) throws ProblemException {
        if (value == null) {
            throw new ProblemException(400, "Field missing", "The request needs the field " + name + ".");
        }
        return value;
    }
}
