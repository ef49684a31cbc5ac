package io.cameletl.internal.adapter.sql;

import io.cameletl.internal.jdbc.DriverLookUps;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Reads the rows of one answer into maps, as Spring's ColumnMapRowMapper does, but for the values: a time without zone is
 * a {@code LocalDateTime}, not what the driver makes of it by the JVM's zone. Used by one thread.
 */
final class TypedRow implements RowMapper<Map<String, @Nullable Object>> {
    private final ChangeTimes times;
    private final List<String> cursorColumns;
    private final DriverLookUps lookUps;
    private List<Column> columns = List.of();

    private record Column(String label, ColumnReader reader) {}

    TypedRow(ChangeTimes times, List<String> cursorColumns, DriverLookUps lookUps) {
        this.times = times;
        this.cursorColumns = cursorColumns;
        this.lookUps = lookUps;
    }

    @Override
    public Map<String, @Nullable Object> mapRow(ResultSet row, int number) throws SQLException {
        if (columns.isEmpty()) {
            columns = lookUps.once(row.getStatement().getConnection(), connection -> columns(row));
        }
        Map<String, @Nullable Object> values = new LinkedCaseInsensitiveMap<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            values.putIfAbsent(column.label(), column.reader().read(row, i + 1));
        }
        return values;
    }

    private List<Column> columns(ResultSet row) throws SQLException {
        ResultSetMetaData result = row.getMetaData();
        ColumnReaders readers = ColumnReaders.of(row, times, cursorColumns);
        List<Column> found = new ArrayList<>(result.getColumnCount());
        for (int i = 1; i <= result.getColumnCount(); i++) {
            String label = JdbcUtils.lookupColumnName(result, i);
            found.add(new Column(label, readers.reader(label, result.getColumnType(i), result.getColumnTypeName(i))));
        }
        return found;
    }
}
