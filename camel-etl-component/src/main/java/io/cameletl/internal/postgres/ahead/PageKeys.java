package io.cameletl.internal.postgres.ahead;

import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.plan.MatchRule.KeyColumn;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TableTraits;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of a page's records by table, as 64-bit hashes. Two pages without a key in common write other rows, so that
 * neither has to see what the other did: as far as a write touches its own row only, and equal keys have equal hashes. Where
 * that is not so, a page has no such keys. Two keys of one hash count as one, which only costs that the pages are merged one
 * after the other. Immutable.
 */
public final class PageKeys {
    private final Map<String, long[]> byTable;

    private PageKeys(Map<String, long[]> byTable) {
        this.byTable = byTable;
    }

    /**
     * Reads the keys of a page that is staged.
     *
     * @return its keys; empty where they do not say all about what it writes
     */
    public static Optional<PageKeys> of(LoadContext context, List<StagedTable> tables) throws SQLException {
        return context.target().commit() == null && tables.stream().allMatch(PageKeys::suits)
                ? Optional.of(read(context.connection(), tables))
                : Optional.empty();
    }

    /** Deletions may go on to other rows by foreign keys. A record of a history changes lines of other versions, too. */
    private static boolean suits(StagedTable table) {
        TableTraits traits = table.table().traits();
        return table.deletions() == 0
                && table.plan().history() == null
                && !traits.farReaching()
                && traits.rules().isEmpty()
                && !traits.rowSecurity()
                && !traits.children()
                && table.plan().match().covered()
                && table.plan().match().keyColumns().stream().allMatch(key -> key.exact() && key.hashed());
    }

    private static PageKeys read(Connection connection, List<StagedTable> tables) throws SQLException {
        List<String> questions = new ArrayList<>();
        List<Sql.Answer> answers = new ArrayList<>();
        Map<String, long[]> byTable = new HashMap<>();
        for (StagedTable table : tables) {
            questions.add(sql(table));
            answers.add(row -> byTable.put(table.plan().target(), hashes(row)));
        }
        Sql.run(connection, questions, answers);
        return new PageKeys(byTable);
    }

    static String sql(StagedTable table) {
        return "SELECT pg_catalog.string_agg(pg_catalog.int8send(pg_catalog.hash_record_extended(ROW("
                + SqlLists.qualified(
                        "s",
                        table.plan().match().keyColumns().stream()
                                .map(KeyColumn::column)
                                .toList())
                + "), 0)), ''::pg_catalog.bytea)\nFROM "
                + table.plan().staging().table() + " AS s";
    }

    private static long[] hashes(ResultSet row) throws SQLException {
        row.next();
        byte[] bytes = row.getBytes(1);
        if (bytes == null) {
            return new long[0];
        }
        LongBuffer all = ByteBuffer.wrap(bytes).asLongBuffer();
        long[] hashes = new long[all.remaining()];
        all.get(hashes);
        Arrays.sort(hashes);
        return hashes;
    }

    /** @return whether some record of this page may have the key of one of the other */
    boolean meets(PageKeys other) {
        return byTable.entrySet().stream()
                .anyMatch(own -> meet(own.getValue(), other.byTable.getOrDefault(own.getKey(), new long[0])));
    }

    private static boolean meet(long[] one, long[] other) {
        int i = 0;
        int j = 0;
        while (i < one.length && j < other.length) {
            int order = Long.compare(one[i], other[j]);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                i++;
            } else {
                j++;
            }
        }
        return false;
    }
}
