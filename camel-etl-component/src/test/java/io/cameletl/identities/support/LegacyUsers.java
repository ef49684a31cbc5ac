package io.cameletl.identities.support;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The users as the Go original's source reads them: by a bean, after the cursor, one more than the page holds. */
public record LegacyUsers(ChangeTime changeTime, DataSource legacy) implements Source<TimestampCursor> {
    private static final String PAGE = "SELECT * FROM (%s) AS page WHERE (changed_at, id) > (?, ?) AND changed_at < ?"
            + " ORDER BY changed_at, id LIMIT ?";

    @Override
    public ExtractResponse<TimestampCursor> extract(ExtractRequest<TimestampCursor> request) throws SQLException {
        List<Map<String, @Nullable Object>> users = read(request);
        if (users.isEmpty()) {
            return ExtractResponse.drained();
        }
        boolean hasNextPage = users.size() > request.pageSize();
        List<Map<String, @Nullable Object>> page = hasNextPage ? users.subList(0, request.pageSize()) : users;
        Map<String, @Nullable Object> last = page.get(page.size() - 1);
        return new ExtractResponse<>(
                page, new TimestampCursor((Instant) last.get("changed_at"), (String) last.get("id")), hasNextPage);
    }

    private List<Map<String, @Nullable Object>> read(ExtractRequest<TimestampCursor> request) throws SQLException {
        try (Connection connection = legacy.getConnection();
                PreparedStatement page = connection.prepareStatement(PAGE.formatted(changeTime.query()))) {
            page.setObject(1, request.after().at().atOffset(ZoneOffset.UTC));
            page.setString(2, request.after().id());
            page.setObject(3, request.beforeAt().atOffset(ZoneOffset.UTC));
            page.setInt(4, request.pageSize() + 1);
            List<Map<String, @Nullable Object>> users = new ArrayList<>();
            try (ResultSet row = page.executeQuery()) {
                while (row.next()) {
                    users.add(user(row));
                }
            }
            return users;
        }
    }

    private static Map<String, @Nullable Object> user(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> user = new HashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            Object value = row.getObject(i);
            user.put(
                    row.getMetaData().getColumnLabel(i),
                    value instanceof Timestamp
                            ? row.getObject(i, OffsetDateTime.class).toInstant()
                            : value);
        }
        return user;
    }

    @Override
    public Instant now() throws SQLException {
        try (Connection connection = legacy.getConnection();
                PreparedStatement clock = connection.prepareStatement("SELECT clock_timestamp()");
                ResultSet row = clock.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
