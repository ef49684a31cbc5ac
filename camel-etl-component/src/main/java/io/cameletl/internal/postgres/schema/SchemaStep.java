package io.cameletl.internal.postgres.schema;

import io.cameletl.EtlEvent.SchemaChange;
import io.cameletl.SchemaChanges;
import io.cameletl.internal.engine.driver.SchemaNews;
import io.cameletl.internal.engine.spec.SourceColumns.Column;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.Ddl;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.ReadTable;
import io.cameletl.internal.postgres.plan.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a page needs and its tables lack, in the page's transaction, before anything else of the page is written.
 *
 * <ol>
 *   <li>Nothing is locked by a user who could not alter the table anyway.
 *   <li>The table's lock is waited for, not for long: behind one who waits for it, everybody else waits.
 *   <li>The table is read again. Another pipeline may have added the same columns meanwhile; then there is nothing to do.
 *   <li>Columns are added, nullable and at the end. Nothing is ever dropped, renamed or made of another type.
 * </ol>
 *
 * It is told once the page is committed. When the page is rolled back, so is this.
 */
public final class SchemaStep {
    /** By table, quoted: whether the user may alter it. */
    private static final String OWNER = SqlResource.read(SchemaStep.class, "owner.sql");

    private final PostgresTargetSpec target;
    private final Connection connection;
    private final Catalog catalog;

    public SchemaStep(PostgresTargetSpec target, Connection connection, Catalog catalog) {
        this.target = target;
        this.connection = connection;
        this.catalog = catalog;
    }

    /** @return whether the page needs what is not there, and is to be made. Costs no statement as long as all is there */
    public boolean isNeeded(ReadTable table) {
        return table.found() == null || !missing(table).isEmpty();
    }

    /**
     * @return the table as it is then
     * @param news gets what was done
     */
    public ReadTable make(ReadTable table, List<SchemaNews> news) throws SQLException {
        TargetTable found = table.found();
        if (found == null) {
            found = new NewTable(target, connection, catalog).make(table.page().spec(), table.records(), news);
        } else if (!missing(table).isEmpty()) {
            found = altered(table, found, news);
        }
        return new ReadTable(table.page(), found, table.records());
    }

    private TargetTable altered(ReadTable table, TargetTable found, List<SchemaNews> news) throws SQLException {
        DdlRun ddl = new DdlRun(target.pipeline(), connection);
        List<Column> wanted = missing(table);
        String statement = Ddl.addColumns(found.name(), wanted);
        String stranger = strangerTo(connection, found);
        if (stranger != null) {
            throw ddl.refused(
                    statement, new SQLException("\"" + stranger + "\" does not own the table " + found.name()));
        }
        ddl.lock(found.name());
        catalog.forget(table.page().spec().table());
        TargetTable locked = catalog.table(table.page().spec().table());
        List<Column> columns = missing(new ReadTable(table.page(), locked, table.records()));
        if (columns.isEmpty()) {
            return locked;
        }
        String needed = Ddl.addColumns(locked.name(), columns);
        ddl.run(
                needed,
                columns.stream()
                        .map(column -> Objects.requireNonNull(column.type()))
                        .toList());
        catalog.forget(table.page().spec().table());
        news.add(new SchemaNews(
                locked.name().toString(),
                SchemaChange.COLUMNS_ADDED,
                columns.stream().map(Column::name).toList(),
                needed));
        return catalog.table(table.page().spec().table());
    }

    private List<Column> missing(ReadTable table) {
        if (target.schema().changes() != SchemaChanges.ADD_COLUMNS) {
            return List.of();
        }
        List<String> unknown = table.unknown(target);
        return unknown.isEmpty()
                ? List.of()
                : new NewColumns(target, table.page().name(), table.records()).typed(unknown);
    }

    /** @return the user, where he may not alter the table; null where he may */
    static @Nullable String strangerTo(Connection connection, TargetTable table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OWNER)) {
            statement.setString(1, table.name().sql());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean("owns") ? null : row.getString("reader");
            }
        }
    }
}
