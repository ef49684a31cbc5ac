package io.cameletl.benchmark.loader;

import static java.util.stream.Collectors.joining;

import io.cameletl.benchmark.database.Link;
import io.cameletl.benchmark.shape.Shape;
import io.cameletl.benchmark.shape.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/**
 * The yardstick: one binary COPY out, piped into one COPY in, then one MERGE, for each of the tables; a single transaction.
 * No page, no cursor, nothing to resume.
 *
 * <p>One thread does the piping: on two connections' socket buffers both servers work at once all the same, and a
 * second thread would only take the processor from them.
 */
final class CopyMergeLoader implements Loader {
    private static final int CHUNK = 64 * 1024;

    private final Link link;
    private final Shape shape;

    CopyMergeLoader(Link link, Shape shape) {
        this.link = link;
        this.shape = shape;
    }

    @Override
    public String name() {
        return "yardstick: COPY, MERGE";
    }

    @Override
    public boolean paged() {
        return false;
    }

    @Override
    public void load(int pageSize) throws SQLException {
        try (Connection source = link.source().connect();
                Connection target = link.target().connect();
                Statement statement = target.createStatement()) {
            target.setAutoCommit(false);
            for (TargetTable table : shape.targets()) {
                String staging = "staging_" + table.name();
                statement.execute("create temp table " + staging + " (like " + table.name() + ") on commit drop");
                pipe(copyManager(source), copyManager(target), table, staging);
                statement.execute(merge(table, staging));
            }
            target.commit();
            target.setAutoCommit(true);
        }
    }

    private static String merge(TargetTable table, String staging) {
        return "merge into " + table.name() + " t using " + staging + " s on " + each(table.key(), "t.$ = s.$", " and ")
                + " when matched and row(" + each(table.values(), "t.$", ", ") + ") is distinct from row("
                + each(table.values(), "s.$", ", ") + ") then update set " + each(table.values(), "$ = s.$", ", ")
                + " when not matched then insert (" + each(table.key(), "$", ", ") + ", "
                + each(table.values(), "$", ", ") + ") values (" + each(table.key(), "s.$", ", ") + ", "
                + each(table.values(), "s.$", ", ") + ")";
    }

    private static String each(List<String> columns, String form, String separator) {
        return columns.stream().map(column -> form.replace("$", column)).collect(joining(separator));
    }

    private void pipe(CopyManager source, CopyManager target, TargetTable table, String staging) throws SQLException {
        CopyOut out = source.copyOut("copy (select " + table.expressions() + " from "
                + shape.source().name() + " order by "
                + String.join(", ", shape.source().cursor())
                + ") to stdout (format binary)");
        CopyIn in = target.copyIn("copy " + staging + " (" + table.columnNames() + ") from stdin (format binary)");
        try {
            pipe(out, in);
        } finally {
            // a connection that is closed in the middle of a COPY waits for its end for ever
            for (CopyOperation copy : new CopyOperation[] {out, in}) {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        }
    }

    private static void pipe(CopyOut out, CopyIn in) throws SQLException {
        byte[] chunk = new byte[CHUNK];
        int filled = 0;
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            if (filled + row.length > CHUNK) {
                in.writeToCopy(chunk, 0, filled);
                filled = 0;
            }
            System.arraycopy(row, 0, chunk, filled, row.length);
            filled += row.length;
        }
        in.writeToCopy(chunk, 0, filled);
        in.endCopy();
    }

    private static CopyManager copyManager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
