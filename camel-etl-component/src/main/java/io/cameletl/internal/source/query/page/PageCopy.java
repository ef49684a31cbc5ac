package io.cameletl.internal.source.query.page;

import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.source.query.shape.LookedUpTypes;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads pages by {@code COPY (SELECT ...) TO STDOUT}: their rows go to the target unread, and a line costs server, driver and
 * JVM less than a row of a result. It takes two more round trips, so only large pages are read so, and only those that
 * follow a page with a successor.
 *
 * <p>{@code COPY} takes no parameters and tells no columns. So, in one transaction: the values are made settings, and the
 * columns are asked for, which locks their tables; then comes the {@code COPY} that reads the settings, its columns by
 * name. Whatever is not as it should be, from columns that have changed to a value that cannot be read, is left to
 * {@link PageQuery}, which reads the same page again and says what is wrong. Thread-safe.
 */
final class PageCopy {
    private static final Log LOG = Log.of(PageCopy.class);
    private static final Pattern COST = Pattern.compile("cost=[\\d.]+\\.\\.([\\d.]+)");

    /** What a plan may cost more than that of the statement with parameters. */
    private static final double TOLERANCE = 1.2;

    private final QuerySpec spec;
    private volatile @Nullable KeysetCursor followed;
    private volatile @Nullable QueryShape suited;
    private volatile @Nullable QueryShape unsuited;

    PageCopy(QuerySpec spec) {
        this.spec = spec;
    }

    /** @param end the end of a page that was read; null when it has no successor */
    void follow(@Nullable KeysetCursor end) {
        followed = end;
    }

    /** @return whether to try it: the rows after the cursor are wanted as texts, and there is nothing against it */
    boolean suits(Connection connection, QueryShape shape, @Nullable KeysetCursor after) throws SQLException {
        return spec.mode() == ValueMode.TEXT
                && after != null
                && after.equals(followed)
                && !shape.equals(unsuited)
                && shape.cursor().stream().allMatch(column -> column.ordering().isReadFromText())
                && TextPage.suits(connection);
    }

    /**
     * @param statements the page's statements, for the same shape
     * @param most what the page has at most; it fails when its rows turn out to have twice as many bytes
     * @return the page; null when it is to be read by {@link PageQuery}
     * @throws SQLException when that would not help
     */
    PageQuery.@Nullable Page read(
            Connection connection,
            PageStatement statements,
            LookedUpTypes types,
            ExtractRequest<KeysetCursor> request,
            LargePage most)
            throws SQLException {
        Connections.Work<Optional<PageQuery.Page>> work = same -> inTransaction(same, statements, types, request, most);
        try {
            Optional<PageQuery.Page> page =
                    connection.getAutoCommit() ? Connections.transaction(connection, work) : work.on(connection);
            return page.orElse(null);
        } catch (SQLException failure) {
            if (!mayBeOfCopy(failure)) {
                throw failure;
            }
            QuerySession.afterFailure(connection);
            refuse(statements.shape(), SqlStates.find(failure));
            return null;
        }
    }

    /** The server does not take it so, or cannot read a row: no lock, no time-out, no right and no connection is the matter. */
    private static boolean mayBeOfCopy(SQLException failure) {
        String state = String.valueOf(failure.getSQLState()); // that of a page with too many bytes is null
        return !SqlStates.is(SqlStates.INSUFFICIENT_PRIVILEGE, failure)
                && List.of("0A", "22", "25", "42", "54", "XX")
                        .contains(state.substring(0, Math.min(2, state.length())));
    }

    private void refuse(QueryShape shape, @Nullable String why) {
        LOG.debug(spec.pipeline(), "pipeline {}: pages are not read by COPY: {}", spec.pipeline(), why);
        unsuited = shape;
    }

    private Optional<PageQuery.Page> inTransaction(
            Connection connection,
            PageStatement statements,
            LookedUpTypes types,
            ExtractRequest<KeysetCursor> request,
            LargePage most)
            throws SQLException {
        long limit = most.rows() + 1L;
        QueryShape shape = statements.shape();
        try (PreparedStatement statement = statements.prepareSettings(connection, request)) {
            statement.execute();
            statement.getMoreResults();
            statement.getMoreResults();
            try (ResultSet columns = statement.getResultSet()) {
                if (!types.fit(connection, shape, columns.getMetaData())) {
                    return Optional.empty();
                }
            }
        }
        if (!shape.equals(suited)) {
            if (!isPlannedAlike(connection, statements, request, limit)) {
                refuse(shape, "the server plans it in a way that costs more");
                return Optional.empty();
            }
            suited = shape;
        }
        CopyRows page = BinaryPage.suits(shape, most.binary())
                ? new BinaryPage(shape, most.binary(), most.rows())
                : new CopiedPage(shape, most.rows());
        return copy(connection, statements.copy(connection, page, limit), page, most.bytes())
                ? Optional.ofNullable(page.page())
                : Optional.empty();
    }

    /** A plan that needs a value and not a setting, as one by a partial index may, is not given up. */
    private static boolean isPlannedAlike(
            Connection connection, PageStatement statements, ExtractRequest<KeysetCursor> request, long limit)
            throws SQLException {
        double usual;
        try (PreparedStatement explain = statements.explain(connection, request, limit);
                ResultSet plan = QuerySession.execute(explain)) {
            usual = cost(plan);
        }
        try (PreparedStatement explain = statements.explainCopy(connection, limit);
                ResultSet plan = explain.executeQuery()) {
            return cost(plan) <= usual * TOLERANCE;
        }
    }

    private static double cost(ResultSet plan) throws SQLException {
        plan.next();
        Matcher cost = COST.matcher(plan.getString(1));
        return cost.find() ? Double.parseDouble(cost.group(1)) : Double.POSITIVE_INFINITY;
    }

    /** @return whether the page has all rows that the server sent, and each is as it should be */
    private static boolean copy(Connection connection, String sql, CopyRows page, long most) throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        boolean sound = true;
        try {
            long bytes = 0;
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                sound = sound && page.add(line);
                bytes += line.length;
                if (bytes / 2 > most) {
                    throw new SQLException(
                            "the rows have become so wide that it would have more than " + most + " bytes");
                }
            }
            return sound && page.sent() == copy.getHandledRowCount();
        } finally {
            if (copy.isActive()) {
                // After the driver has cancelled a COPY it may take what the server had sent for the next answer.
                Connections.closeAtDriver(connection);
            }
        }
    }
}
