package io.cameletl.internal.source.query.compare;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.ImageType;
import io.cameletl.internal.engine.pass.SourceRow;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.source.query.shape.QueryDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks up rows of a query by the keys of a table. Thread-safe. */
final class KeyLookUp {
    private static final ImageType BOOL = new ImageType("pg_catalog", "bool", "", false);

    private final QueryDatabase database;
    private final ComparedScope scope;
    private final ComparedKeys keys;
    private final List<ImageType> types;
    private final ComparedTable table;

    /** @param types those of the table's columns in the query */
    KeyLookUp(
            QueryDatabase database,
            ComparedScope scope,
            ComparedKeys keys,
            List<ImageType> types,
            ComparedTable table) {
        this.database = database;
        this.scope = scope;
        this.keys = keys;
        this.types = types;
        this.table = table;
    }

    /** Where the key of a row that is there has another form at the target, it is looked for by that form, too. */
    List<SourceRow> rows(List<List<String>> asked) {
        List<SourceRow> found = new ArrayList<>(split(
                "look up rows of the query", asked, some -> rows(keys.join().of(some), some)));
        List<List<String>> rest = new ArrayList<>();
        if (!keys.keepForm()) {
            rest.addAll(asked);
            rest.removeAll(found.stream().map(SourceRow::asked).collect(Collectors.toSet()));
        }
        if (!rest.isEmpty()) {
            found.addAll(ifReadable(
                    "look for rows of the query", rows(keys.joinImages().of(rest), rest)));
        }
        return found;
    }

    private QueryDatabase.Question<List<SourceRow>> rows(KeyJoin.Keys join, List<List<String>> some) {
        return (connection, settings) -> scope.look(join, table.names()).all(connection, settings, row -> {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                String text = row.getString(i + 4);
                values.add(types.get(i).isNamed(BOOL) && text != null ? truth(text) : text);
            }
            SourceRow.Place place = !row.getBoolean(2)
                    ? SourceRow.Place.OUTSIDE
                    : row.getBoolean(3) ? SourceRow.Place.DELETED : SourceRow.Place.DUE;
            return new SourceRow(some.get(row.getInt(1) - 1), place, values);
        });
    }

    /** Where the query has a value that the target's type cannot hold, rows have been compared by their own texts. */
    private <T> List<T> ifReadable(String what, QueryDatabase.Question<List<T>> question) {
        try {
            return database.askUnderSettings(what, question);
        } catch (EtlException e) {
            if (SqlStates.isData(e)) {
                return List.of();
            }
            throw e;
        }
    }

    /** As a page has it, and as a text column would hold it. */
    private static String truth(String text) {
        return text.equals("t") ? "true" : text.equals("f") ? "false" : text;
    }

    /** @return those of the keys whose rows are after one cursor, up to another */
    Set<List<String>> inPage(@Nullable KeysetCursor after, KeysetCursor end, List<List<String>> asked) {
        return new HashSet<>(split(
                "look for rows of a skipped page",
                asked,
                some -> (connection, settings) -> scope.inPage(keys.join().of(some), after, end)
                        .all(connection, settings, row -> some.get(row.getInt(1) - 1))));
    }

    /** A question about some of the keys. */
    private interface OfKeys<T> {
        QueryDatabase.Question<List<T>> of(List<List<String>> some);
    }

    /** Keys come from the target, too: one that the source's type cannot be is not there. */
    private <T> List<T> split(String what, List<List<String>> asked, OfKeys<T> question) {
        if (asked.isEmpty()) {
            return List.of();
        }
        try {
            return database.askUnderSettings(what, question.of(asked));
        } catch (EtlException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            if (asked.size() == 1) {
                return List.of();
            }
            List<T> both = new ArrayList<>(split(what, asked.subList(0, asked.size() / 2), question));
            both.addAll(split(what, asked.subList(asked.size() / 2, asked.size()), question));
            return both;
        }
    }
}
