package io.cameletl.docs;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

// tag::source[]
public final class CustomerSource implements Source<TimestampCursor> {
    private static final String PAGE =
            """
            SELECT id, name, email, updated_at, deleted_at
              FROM customers
             WHERE (updated_at, id) > (?, ?) AND updated_at < ?
             ORDER BY updated_at, id
             LIMIT ?""";

    private final DataSource legacy;

    public CustomerSource(DataSource legacy) {
        this.legacy = legacy;
    }

    public record Customer(long id, String name, String email, Instant updatedAt, Instant deletedAt) {}

    @Override
    public ExtractResponse<TimestampCursor> extract(ExtractRequest<TimestampCursor> request) throws SQLException {
        TimestampCursor after = request.after(); // TimestampCursor.BEGINNING at first, whose id is empty
        List<Customer> rows = new ArrayList<>();
        try (Connection connection = legacy.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setObject(1, after.at().atOffset(ZoneOffset.UTC));
            statement.setLong(2, after.id().isEmpty() ? 0 : Long.parseLong(after.id()));
            statement.setObject(3, request.beforeAt().atOffset(ZoneOffset.UTC));
            statement.setInt(4, request.pageSize() + 1); // one more: is there a next page?
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Customer(
                            row.getLong(1), row.getString(2), row.getString(3), time(row, 4), time(row, 5)));
                }
            }
        }
        return ExtractResponse.of(
                request, rows, last -> new TimestampCursor(last.updatedAt(), Long.toString(last.id())));
    }

    /** A window ends by the clock that writes updated_at: the database's. */
    @Override
    public Instant now() throws SQLException {
        try (Connection connection = legacy.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT clock_timestamp()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return time(row, 1);
        }
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
// end::source[]
