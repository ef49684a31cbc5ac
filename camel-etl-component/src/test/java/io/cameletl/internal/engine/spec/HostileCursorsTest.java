package io.cameletl.internal.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.TimestampCursor;
import io.cameletl.support.Seeded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cursor that somebody wrote is just what its type needs, or it is refused: for every type, and whatever is wrong. */
@Tag("slow")
class HostileCursorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Feed(long offset, String shard, Place place) {}

    record Place(int book, double share) {}

    /** A cursor's type, and a cursor of it as names with their JSON. */
    private record Kind<C>(CursorCodec<C> codec, Map<String, String> parts) {}

    @Test
    void each_is_refused_and_the_one_it_was_made_of_is_taken() {
        Seeded.times(100).play("HostileCursors", seed -> {
            Random random = Seeded.random(seed);
            for (Kind<?> kind : kinds(random)) {
                check(kind, random);
            }
        });
    }

    private static <C> void check(Kind<C> kind, Random random) {
        String good = json(kind.parts());
        C cursor = kind.codec().parse(good);
        assertThat(kind.codec().decode(kind.codec().encode(cursor))).isEqualTo(cursor);
        for (String bad : hostile(kind.parts(), random)) {
            assertThatThrownBy(() -> kind.codec().parse(bad))
                    .as("%s: %.200s", kind.codec().type().getSimpleName(), bad)
                    .isInstanceOf(EtlException.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
        }
    }

    private static List<Kind<?>> kinds(Random random) {
        String text = quoted(word(random));
        Instant at = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
        Map<String, String> timestamp = parts("at", quoted(at.toString()), "id", text);
        Map<String, String> keyset = parts("updated_at", quoted(at.toString()), "id", text, "Shard \"1\"", quoted("7"));
        Map<String, String> feed = parts(
                "offset",
                Long.toString(random.nextLong()),
                "shard",
                text,
                "place",
                "{\"book\": " + random.nextInt() + ", \"share\": " + random.nextDouble() + "}");
        return List.of(
                new Kind<>(new CursorCodec<>("p", TimestampCursor.class), timestamp),
                new Kind<>(new CursorCodec<>("p", KeysetCursor.class, List.copyOf(keyset.keySet())), keyset),
                new Kind<>(new CursorCodec<>("p", Feed.class), feed));
    }

    private static List<String> hostile(Map<String, String> parts, Random random) {
        String good = json(parts);
        List<String> names = List.copyOf(parts.keySet());
        String one = names.get(random.nextInt(names.size()));
        List<String> bad = new ArrayList<>(List.of(
                "",
                " ",
                "null",
                "{}",
                "[]",
                "[" + good + "]",
                "7",
                quoted(good),
                good + "x",
                good + good,
                good + ", {}",
                good + "\u0000",
                "/* */" + good,
                good.substring(0, good.length() - 1),
                good.substring(0, random.nextInt(good.length())),
                good.replace('"', '\''),
                json(with(parts, one, "null")),
                json(with(parts, one, "{}")),
                json(with(parts, one, "[]")),
                json(with(parts, one, "{\"$type\": \"java.lang.Runtime\"}")),
                json(with(parts, one, quoted("a\u0000b"))),
                json(with(parts, one, "\"\\ud800\"")),
                json(with(parts, one, quoted("9".repeat(70_000)))),
                json(with(parts, word(random) + "!", "1")),
                json(with(parts, word(random) + "!", "null")),
                json(with(parts, "@class", quoted("java.lang.Runtime"))),
                json(without(parts, one)),
                "{" + quoted(one) + ": " + parts.get(one) + ", " + good.substring(1),
                "[".repeat(20_000)));
        if (parts.containsKey("offset")) {
            bad.add(json(with(parts, "offset", "41.9")));
            bad.add(json(with(parts, "offset", "\"41\"")));
            bad.add(json(with(parts, "offset", "1e400")));
            bad.add(json(with(parts, "place", "{\"book\": 1}")));
            bad.add(json(with(parts, "place", "{\"book\": 1, \"share\": null}")));
            bad.add(json(with(parts, "place", "{\"book\": 1, \"book\": 2, \"share\": 1.5}")));
        }
        return bad;
    }

    @Test
    void ten_megabytes_are_refused_without_being_read() {
        String huge = "{\"at\":\"2026-01-01T12:00:00Z\",\"id\":\"" + "x".repeat(10_000_000) + "\"}";

        assertThatThrownBy(() -> new CursorCodec<>("p", TimestampCursor.class).parse(huge))
                .hasMessageContaining("must not be longer than 64 kB")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    }

    @Test
    void a_cursor_that_a_source_gives_as_an_object_is_held_to_the_same() {
        CursorCodec<KeysetCursor> keyset = new CursorCodec<>("p", KeysetCursor.class, List.of("a", "id"));
        Map<String, String> withNull = new LinkedHashMap<>(Map.of("a", "1"));
        withNull.put("id", null);

        for (Map<String, String> values : List.of(withNull, Map.of("a", "1"), Map.<String, String>of())) {
            assertThatThrownBy(() -> keyset.encode(new KeysetCursor(values)))
                    .hasMessageContaining("must have a value for each of the cursor columns [");
        }
        assertThatThrownBy(() -> new CursorCodec<>("p", TimestampCursor.class)
                        .encode(new TimestampCursor(Instant.EPOCH, "x".repeat(70_000))))
                .hasMessageContaining("must not be longer than 64 kB");
    }

    private static Map<String, String> parts(String... namesAndValues) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parts.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return parts;
    }

    private static Map<String, String> with(Map<String, String> parts, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parts);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> without(Map<String, String> parts, String name) {
        Map<String, String> changed = new LinkedHashMap<>(parts);
        changed.remove(name);
        return changed;
    }

    private static String json(Map<String, String> parts) {
        return parts.entrySet().stream()
                .map(part -> quoted(part.getKey()) + ": " + part.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String word(Random random) {
        return random.ints(1 + random.nextInt(8), 1, 0x2fff)
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
