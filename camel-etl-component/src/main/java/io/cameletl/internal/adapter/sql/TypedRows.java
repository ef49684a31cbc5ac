package io.cameletl.internal.adapter.sql;

import io.cameletl.internal.jdbc.DriverLookUps;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.component.sql.DefaultRowMapperFactory;
import org.apache.camel.component.sql.RowMapperFactory;
import org.apache.camel.component.sql.SqlEndpoint;
import org.springframework.jdbc.core.RowMapper;

/** Makes the readers of a {@code sql:} endpoint's answers: one for each, as its columns may be others. */
final class TypedRows extends DefaultRowMapperFactory {
    private final ChangeTimes times;
    private final List<String> cursorColumns;
    private final DriverLookUps lookUps = new DriverLookUps();

    private TypedRows(ChangeTimes times, List<String> cursorColumns) {
        this.times = times;
        this.cursorColumns = cursorColumns;
    }

    static void install(Endpoint endpoint, ChangeTimes times, List<String> cursorColumns) {
        SqlEndpoint sql = (SqlEndpoint) endpoint;
        RowMapperFactory found = sql.getRowMapperFactory();
        if (found == null || found.getClass() == DefaultRowMapperFactory.class || found instanceof TypedRows) {
            sql.setRowMapperFactory(new TypedRows(times, cursorColumns));
        }
    }

    @Override
    public RowMapper<?> newColumnRowMapper() {
        return new TypedRow(times, cursorColumns, lookUps);
    }
}
