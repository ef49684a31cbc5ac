package io.cameletl.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/**
 * The yardstick: one binary COPY out, piped into one COPY in, then one MERGE; a single transaction. No page, no cursor,
 * nothing to resume.
 *
 * <p>One thread does the piping: on two connections' socket buffers both servers work at once all the same, and a
 * second thread would only take the processor from them.
 */
final class CopyMergeLoader implements Loader {
    private static final int CHUNK = 64 * 1024;

    private final Databases databases;

    CopyMergeLoader(Databases databases) {
        this.databases = databases;
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
        try (Connection source = databases.source.connect();
                Connection target = databases.target.connect();
                Statement statement = target.createStatement()) {
            target.setAutoCommit(false);
            statement.execute("create temp table staging (like users) on commit drop");
            pipe(copyManager(source), copyManager(target));
            statement.execute(
                    """
                    merge into users t using staging s on t.id = s.id
                    when matched and row(t.name, t.email, t.phone, t.note, t.created_at, t.updated_at)
                        is distinct from row(s.name, s.email, s.phone, s.note, s.created_at, s.updated_at)
                    then update set name = s.name, email = s.email, phone = s.phone, note = s.note,
                        created_at = s.created_at, updated_at = s.updated_at
                    when not matched then insert (id, name, email, phone, note, created_at, updated_at)
                        values (s.id, s.name, s.email, s.phone, s.note, s.created_at, s.updated_at)""");
            target.commit();
            target.setAutoCommit(true);
        }
    }

    private static void pipe(CopyManager source, CopyManager target) throws SQLException {
        CopyOut out = source.copyOut(
                "copy (select " + Users.COLUMNS + " from users order by updated_at, id) to stdout (format binary)");
        CopyIn in = target.copyIn("copy staging (" + Users.COLUMNS + ") from stdin (format binary)");
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
