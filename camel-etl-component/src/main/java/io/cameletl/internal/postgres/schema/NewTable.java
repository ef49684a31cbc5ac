package io.cameletl.internal.postgres.schema;

import io.cameletl.EtlEvent.SchemaChange;
import io.cameletl.EtlException;
import io.cameletl.SchemaChanges;
import io.cameletl.Strategy;
import io.cameletl.internal.engine.driver.SchemaNews;
import io.cameletl.internal.engine.spec.SourceColumns.Column;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.Ddl;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.postgres.plan.UnknownColumns;
import io.cameletl.internal.records.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Makes a table that the target lacks: in the transaction of the first page, or at the start where the source knows enough. */
public final class NewTable {
    private final PostgresTargetSpec target;
    private final Connection connection;
    private final Catalog catalog;

    public NewTable(PostgresTargetSpec target, Connection connection, Catalog catalog) {
        this.target = target;
        this.connection = connection;
        this.catalog = catalog;
    }

    /** @return the table's name with the schema that it is created in */
    public QualifiedName name(TableSpec spec) throws SQLException {
        if (spec.table().schema() != null) {
            return spec.table();
        }
        String schema = Sql.lines(connection, "SELECT COALESCE(pg_catalog.current_schema()::pg_catalog.text, '')");
        if (schema.isEmpty()) {
            throw new EtlException(
                    target.pipeline(),
                    "the table " + spec.table()
                            + " cannot be created: no schema of the search path of dataSource's user"
                            + " is there. Name its schema, as in tables=sales."
                            + spec.table().name());
        }
        return new QualifiedName(schema, spec.table().name());
    }

    /**
     * @param records what the table is made for; without any where only the source tells
     * @return the statement that makes it
     * @throws EtlException when its key or a column's type is not known
     */
    public String statement(TableSpec spec, Records records) throws SQLException {
        return statement(spec, name(spec), columns(spec, records));
    }

    private String statement(TableSpec spec, QualifiedName name, List<Column> columns) {
        List<String> key = new ArrayList<>(key(spec, columns));
        String version = spec.versionColumn();
        if (version == null || spec.keeping().strategy() == Strategy.MERGE) {
            return Ddl.createTable(name, columns, key);
        }
        if (spec.keeping().strategy() == Strategy.APPEND) {
            if (!key.contains(version)) {
                key.add(version);
            }
            return Ddl.createTable(name, columns, key);
        }
        return Ddl.createHistory(name, columns, key, spec.keeping(), version);
    }

    /**
     * Makes it, unless somebody else has meanwhile.
     *
     * @param news gets what was done
     */
    public TargetTable make(TableSpec spec, Records records, List<SchemaNews> news) throws SQLException {
        DdlRun ddl = new DdlRun(target.pipeline(), connection);
        QualifiedName name = name(spec);
        ddl.lockName(name);
        Optional<TargetTable> there = catalog.find(spec.table());
        if (there.isPresent()) {
            return there.get();
        }
        List<Column> columns = columns(spec, records);
        String statement = statement(spec, name, columns);
        ddl.run(
                statement,
                columns.stream()
                        .map(column -> Objects.requireNonNull(column.type()))
                        .toList());
        news.add(new SchemaNews(
                name.toString(),
                SchemaChange.TABLE_CREATED,
                columns.stream().map(Column::name).toList(),
                statement));
        return catalog.table(spec.table());
    }

    private List<Column> columns(TableSpec spec, Records records) {
        List<String> wanted = UnknownColumns.of(target, spec, null, records.columns());
        List<Column> columns = new NewColumns(target, spec.name(), records).typed(wanted);
        List<String> untyped = wanted.stream()
                .filter(name ->
                        columns.stream().noneMatch(column -> column.name().equals(name)))
                .toList();
        if (!untyped.isEmpty() && target.schema().changes() == SchemaChanges.FAIL) {
            throw new EtlException(
                    target.pipeline(),
                    "the table " + spec.table() + " cannot be created: the columns " + untyped
                            + " are NULL in all records"
                            + " of the first page, so that their types are not known. Let them be added with their first"
                            + " values, by schemaChanges=addColumns, or create the table by hand");
        }
        return columns;
    }

    private List<String> key(TableSpec spec, List<Column> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        List<String> key =
                spec.keyColumns().isEmpty() ? target.schema().source().key() : spec.keyColumns();
        if (key.isEmpty() || !names.containsAll(key)) {
            throw new EtlException(
                    target.pipeline(),
                    "the table " + spec.table() + " cannot be created: which columns tell its rows apart is not known"
                            + (key.isEmpty() ? "" : ", since the records lack some of " + key)
                            + ". Name them in keyColumns; the records have " + names);
        }
        return key;
    }
}
