package io.cameletl.internal.postgres.schema;

import io.cameletl.EtlEvent.SchemaChange;
import io.cameletl.internal.engine.driver.SchemaNews;
import io.cameletl.internal.engine.spec.SourceColumns.Column;
import io.cameletl.internal.engine.spec.SourceColumns.Shape;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.postgres.plan.Ddl;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the source's columns have grown away from the table, and keeps what is to be told of the tables, each thing
 * once. One for a pipeline in a process. Thread-safe.
 */
public final class SchemaWatch {
    /** By table, quoted: its columns' types, written as those of the source. */
    private static final String TYPES = SqlResource.read(SchemaWatch.class, "column_types.sql");

    private final Set<SchemaNews> told = new HashSet<>();
    private final List<SchemaNews> untold = new ArrayList<>();
    private @Nullable Shape last;

    /** @param news what is certain by now */
    public synchronized void tell(List<SchemaNews> news) {
        for (SchemaNews each : news) {
            if (told.add(each)) {
                untold.add(each);
            }
        }
    }

    /** @return what has come since this was asked last */
    public synchronized List<SchemaNews> take() {
        List<SchemaNews> taken = List.copyOf(untold);
        untold.clear();
        return taken;
    }

    /**
     * Compares the source's columns with the only table's. Costs no statement as long as the source's have not changed.
     *
     * @return what is to be told
     */
    public List<SchemaNews> look(PostgresTargetSpec target, Connection connection, TargetTable table)
            throws SQLException {
        Shape now = target.schema().told();
        Shape before;
        synchronized (this) {
            before = last;
            last = now == null ? last : now;
        }
        if (now == null || now.equals(before)) {
            return List.of();
        }
        List<SchemaNews> news = new ArrayList<>();
        Map<String, String> types = types(connection, table);
        if (before != null) {
            List<String> gone = gone(before, now, types);
            if (!gone.isEmpty()) {
                news.add(new SchemaNews(table.name().toString(), SchemaChange.COLUMNS_GONE, gone, null));
            }
        }
        for (Column column : now.columns()) {
            String here = types.get(column.name());
            if (here != null && column.type() != null && WiderTypes.isWider(column.type(), here)) {
                news.add(new SchemaNews(
                        table.name().toString(),
                        SchemaChange.COLUMNS_WIDER,
                        List.of(column.name()),
                        Ddl.widen(table.name(), column.name(), column.type())));
            }
        }
        return news;
    }

    private static List<String> gone(Shape before, Shape now, Map<String, String> types) {
        return before.columns().stream()
                .map(Column::name)
                .filter(name -> types.containsKey(name) && now.column(name).isEmpty())
                .toList();
    }

    private static Map<String, String> types(Connection connection, TargetTable table) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
            statement.setString(1, table.name().sql());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    types.put(row.getString("attname"), row.getString("type"));
                }
            }
        }
        return types;
    }
}
