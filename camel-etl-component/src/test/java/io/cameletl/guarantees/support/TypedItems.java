package io.cameletl.guarantees.support;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A user's own source of the table {@code items}. */
public final class TypedItems implements Source<TimestampCursor> {
    private static final String PAGE =
            """
            select id, value, updated_at, deleted_at
            from items
            where (updated_at, id) > (?, ?) and updated_at < ?
            order by updated_at, id
            limit ?""";

    private final DataSource dataSource;

    public TypedItems(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public record Item(long id, long value, OffsetDateTime updatedAt, @Nullable OffsetDateTime deletedAt) {}

    @Override
    public ExtractResponse<TimestampCursor> extract(ExtractRequest<TimestampCursor> request) throws SQLException {
        List<Item> items = items(request);
        if (items.isEmpty()) {
            return ExtractResponse.drained();
        }
        boolean hasNextPage = items.size() > request.pageSize();
        List<Item> page = hasNextPage ? items.subList(0, request.pageSize()) : items;
        Item last = page.get(page.size() - 1);
        return new ExtractResponse<>(
                page, new TimestampCursor(last.updatedAt.toInstant(), Long.toString(last.id)), hasNextPage);
    }

    private List<Item> items(ExtractRequest<TimestampCursor> request) throws SQLException {
        TimestampCursor after = request.after();
        List<Item> items = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setObject(1, after.at().atOffset(ZoneOffset.UTC));
            statement.setLong(2, after.id().isEmpty() ? 0 : Long.parseLong(after.id()));
            statement.setObject(3, request.beforeAt().atOffset(ZoneOffset.UTC));
            statement.setInt(4, request.pageSize() + 1);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    items.add(new Item(
                            row.getLong(1),
                            row.getLong(2),
                            row.getObject(3, OffsetDateTime.class),
                            row.getObject(4, OffsetDateTime.class)));
                }
            }
        }
        return items;
    }
}
