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
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

// tag::source[]
public final class MySqlCustomers implements Source<TimestampCursor> {
    private static final String PAGE =
            """
            SELECT id, name, email, CAST(updated_at AS CHAR), CAST(deleted_at AS CHAR)
              FROM customers
             WHERE updated_at >= ? AND (updated_at > ? OR (updated_at = ? AND id > ?)) AND updated_at < ?
             ORDER BY updated_at, id
             LIMIT ?""";

    private final DataSource legacy;

    public MySqlCustomers(DataSource legacy) {
        this.legacy = legacy;
    }

    public record Customer(long id, String name, String email, Instant updatedAt, Instant deletedAt) {}

    @Override
    public ExtractResponse<TimestampCursor> extract(ExtractRequest<TimestampCursor> request) throws SQLException {
        TimestampCursor after = request.after();
        String afterAt = text(after.at());
        List<Customer> rows = new ArrayList<>();
        try (Connection connection = legacy.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setString(1, afterAt);
            statement.setString(2, afterAt);
            statement.setString(3, afterAt);
            statement.setLong(4, after.id().isEmpty() ? 0 : Long.parseLong(after.id()));
            statement.setString(5, text(request.beforeAt()));
            statement.setInt(6, request.pageSize() + 1);
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

    private static String text(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC).toString().replace('T', ' ');
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }
}
// end::source[]
