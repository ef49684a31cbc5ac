package io.cameletl.guarantees.support;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A user's own source of the table {@code times}, with the types of {@code java.time}. */
public final class TypedTimes implements Source<TimestampCursor> {
    private final DataSource dataSource;

    public TypedTimes(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public record Time(long id, Instant changed, LocalDateTime wall, LocalDate day) {}

    @Override
    public ExtractResponse<TimestampCursor> extract(ExtractRequest<TimestampCursor> request) throws SQLException {
        List<Time> rows = new ArrayList<>();
        for (Time time : all()) {
            boolean isAfter = request.after() == null
                    || request.after().id().isEmpty()
                    || time.id > Long.parseLong(request.after().id());
            if (isAfter && rows.size() <= request.pageSize()) {
                rows.add(time);
            }
        }
        boolean hasNextPage = rows.size() > request.pageSize();
        List<Time> page = hasNextPage ? rows.subList(0, request.pageSize()) : rows;
        Time last = page.isEmpty() ? null : page.get(page.size() - 1);
        TimestampCursor end = last == null ? null : new TimestampCursor(last.changed, Long.toString(last.id));
        return new ExtractResponse<>(page, end, hasNextPage);
    }

    private List<Time> all() throws SQLException {
        List<Time> times = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select * from times order by id");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                times.add(new Time(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getObject(3, LocalDateTime.class),
                        row.getObject(4, LocalDate.class)));
            }
        }
        return times;
    }
}
