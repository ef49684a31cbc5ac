package io.cameletl.internal.jdbc.watch;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Asks a server, by a connection of its own, what its processes do that work for sections. It may hang as they do, in the
 * pool, at the login or at a read: it is given up after a time.
 */
final class Inquiry implements Runnable {
    private static final Pattern BLANK = Pattern.compile(" ");
    private static final String SQL =
            """
            SELECT a.pid, a.state,
                   CASE WHEN a.wait_event IS NOT NULL
                        THEN pg_catalog.concat(a.wait_event_type, ':', a.wait_event) END AS waits,
                   pg_catalog.concat_ws(' ', a.state, a.state_change, a.query_start, a.backend_start,
                       (SELECT c.bytes_processed FROM pg_catalog.pg_stat_progress_copy c
                        WHERE c.pid OPERATOR(pg_catalog.=) a.pid)) AS change,
                   CASE WHEN a.wait_event_type OPERATOR(pg_catalog.=) 'Lock'
                        THEN pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(a.pid), ' ') ELSE '' END AS blocked_by,
                   pg_catalog.pg_backend_pid() AS asking
            FROM pg_catalog.pg_stat_activity a
            WHERE a.pid IN (pg_catalog.pg_backend_pid(), %s)""";

    /** Each may keep a connection of the pool for good. */
    private static final int MOST_HANGING = 3;

    private final DataSource dataSource;
    private final List<Section> sections;
    private final Duration time;
    private final long endNanos;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Answer answer;
    private volatile boolean givenUp;
    private volatile boolean over;
    private volatile @Nullable Thread thread;

    /** Those before it that have not come to an end. */
    private List<Inquiry> hanging = List.of();

    /** What came of it. */
    sealed interface Answer {
        /**
         * The server said what it does.
         *
         * @param server which server it was
         * @param sightings by the process; those that are not there are gone
         */
        record Found(String server, Map<Integer, Sighting> sightings) implements Answer {}

        /** Nobody answers at the server's address. */
        record Silent(String why) implements Answer {}

        /** The server is there, and does not tell: nothing follows from that. */
        record Unclear(String why) implements Answer {}
    }

    Inquiry(DataSource dataSource, List<Section> sections) {
        this.dataSource = dataSource;
        this.sections = List.copyOf(sections);
        this.time = sections.get(0).run().work().answerTime();
        this.endNanos = System.nanoTime() + time.toNanos();
    }

    DataSource dataSource() {
        return dataSource;
    }

    List<Section> sections() {
        return sections;
    }

    /**
     * @param earlier the one before, of the same data source. While it waits for the pool, another would wait behind it, and
     *     it is only seen to whether the server is there. A login that hangs may hang for ever, though the server has come
     *     back: then a few others are tried beside it
     */
    void start(@Nullable Inquiry earlier) {
        hanging = earlier == null ? List.of() : earlier.thatHang();
        if (hanging.isEmpty()) {
            Daemons.start("etl-look", this);
        } else if (hanging.size() < MOST_HANGING && hanging.stream().allMatch(Inquiry::isInDriver)) {
            Daemons.start("etl-look", this::askWhoIsThere);
        } else {
            over = true;
            givenUp = true;
            Daemons.start("etl-look-up", () -> noAnswer("no connection to ask with"));
        }
    }

    private List<Inquiry> thatHang() {
        return Stream.concat(hanging.stream(), Stream.of(this))
                .filter(inquiry -> !inquiry.over)
                .toList();
    }

    private boolean isInDriver() {
        Thread asking = thread;
        return asking != null && Stillness.inDriver(asking) != null;
    }

    private void askWhoIsThere() {
        if (isServerThere()) {
            run();
            return;
        }
        over = true;
        if (!givenUp) {
            givenUp = true;
            answer = new Answer.Silent("a login hangs, and nobody answers at its address");
        }
    }

    /** @return the answer; null while there is none */
    @Nullable
    Answer poll(long now) {
        if (answer == null && !givenUp && now - endNanos >= 0) {
            givenUp = true;
            Connection asking = connection;
            Daemons.start("etl-look-up", () -> {
                if (asking != null) {
                    end(asking);
                }
                noAnswer("no answer within " + time.toSeconds() + " s");
            });
        }
        return answer;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            Answer found = ask();
            if (!givenUp) {
                answer = found;
            }
        } catch (SQLException | RuntimeException e) {
            if (!givenUp) {
                givenUp = true;
                noAnswer(String.valueOf(e.getMessage()));
            }
        } finally {
            thread = null;
            over = true;
        }
    }

    /** Whoever cannot be asked may be there all the same: its pool is empty, or it takes no more connections. */
    private void noAnswer(String why) {
        answer = isServerThere() ? new Answer.Unclear(why) : new Answer.Silent(why);
    }

    private boolean isServerThere() {
        PGConnection session = sections.get(0).session();
        return session != null && Postmaster.answers(session, time.dividedBy(2));
    }

    private Answer ask() throws SQLException {
        while (true) {
            Connection borrowed = dataSource.getConnection();
            connection = borrowed;
            try (Connection closing = borrowed) {
                if (closing.isValid(1)) {
                    return find(closing);
                }
                end(closing);
            }
            connection = null;
            if (System.nanoTime() - endNanos >= 0) {
                throw new SQLException("no connection that answers", "08006");
            }
        }
    }

    private Answer find(Connection asking) throws SQLException {
        boolean inTransaction = !asking.getAutoCommit();
        try {
            return found(asking);
        } finally {
            if (inTransaction) {
                asking.rollback();
            }
        }
    }

    private Answer found(Connection asking) throws SQLException {
        String server = ServerName.of(asking);
        String pids =
                sections.stream().map(section -> String.valueOf(section.pid())).collect(Collectors.joining(", "));
        Map<Integer, Sighting> sightings = new HashMap<>();
        int own = 0;
        try (Statement statement = asking.createStatement();
                ResultSet row = statement.executeQuery(SQL.formatted(pids))) {
            while (row.next()) {
                own = row.getInt("asking");
                sightings.put(
                        row.getInt("pid"),
                        new Sighting(
                                row.getString("state"),
                                row.getString("waits"),
                                row.getString("change"),
                                numbers(row.getString("blocked_by"))));
            }
        }
        // A pooler between us and the server has numbers of its own.
        return own == asking.unwrap(PGConnection.class).getBackendPID()
                ? new Answer.Found(server, sightings)
                : new Answer.Unclear("its processes have other numbers here: there is a pooler in between");
    }

    private static List<Integer> numbers(String text) {
        return BLANK.splitAsStream(text)
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    static void end(Connection hanging) {
        try {
            hanging.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            // It is closed already.
        }
    }
}
