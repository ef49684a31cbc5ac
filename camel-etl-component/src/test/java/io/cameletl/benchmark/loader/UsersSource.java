package io.cameletl.benchmark.loader;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Rows;
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
import org.jspecify.annotations.Nullable;

/** A source as a user would write it: plain JDBC, typed values. */
final class UsersSource implements Source<TimestampCursor> {
    private static final List<String> COLUMNS =
            List.of("id", "name", "email", "phone", "note", "created_at", "updated_at");
    private static final int ID = 0;
    private static final int UPDATED_AT = 6;
    private static final String PAGE =
            """
            select id, name, email, phone, note, created_at, updated_at from users
            where (updated_at, id) > (?, ?) and updated_at < ? order by updated_at, id limit ?""";

    private final DataSource dataSource;

    UsersSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public ExtractResponse<TimestampCursor> extract(ExtractRequest<TimestampCursor> request) throws SQLException {
        TimestampCursor after = request.after() == null ? TimestampCursor.BEGINNING : request.after();
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setObject(1, after.at().atOffset(ZoneOffset.UTC));
            statement.setString(2, after.id());
            statement.setObject(3, request.beforeAt().atOffset(ZoneOffset.UTC));
            statement.setInt(4, request.pageSize() + 1);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        }
        boolean more = rows.size() > request.pageSize();
        if (more) {
            rows.remove(rows.size() - 1);
        }
        if (rows.isEmpty()) {
            return ExtractResponse.drained();
        }
        @Nullable Object[] last = rows.get(rows.size() - 1);
        TimestampCursor end =
                new TimestampCursor(((OffsetDateTime) last[UPDATED_AT]).toInstant(), String.valueOf(last[ID]));
        return new ExtractResponse<>(new Rows(COLUMNS, rows), end, more);
    }

    @Override
    public Instant now() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select clock_timestamp()");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static @Nullable Object[] row(ResultSet result) throws SQLException {
        @Nullable Object[] row = new Object[COLUMNS.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = i < 5 ? result.getString(i + 1) : result.getObject(i + 1, OffsetDateTime.class);
        }
        return row;
    }
}
