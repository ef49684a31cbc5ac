package io.cameletl.internal.postgres.schema;

import io.cameletl.EtlEvent.SchemaChange;
import io.cameletl.EtlException;
import io.cameletl.Rows;
import io.cameletl.SchemaChanges;
import io.cameletl.internal.engine.driver.SchemaNews;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.postgres.plan.UnknownColumns;
import io.cameletl.internal.records.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the start does about tables and columns that the target lacks: a table is created where the source says what it is
 * like; else it waits for the first page.
 */
public final class SchemaCheck {
    private final PostgresTargetSpec target;
    private final @Nullable List<String> columns;
    private final SchemaWatch watch;

    /** @param columns the columns of the records for the only table; null where they are not known */
    public SchemaCheck(PostgresTargetSpec target, @Nullable List<String> columns, SchemaWatch watch) {
        this.target = target;
        this.columns = columns;
        this.watch = watch;
    }

    /**
     * @param connection under autocommit
     * @return the table; empty when the first page is to create it
     * @throws EtlException when there is no such table and none is to be created, or it cannot be
     */
    public Optional<TargetTable> table(Connection connection, Catalog catalog, TableSpec spec) throws SQLException {
        if (!target.schema().createsTables()) {
            return Optional.of(catalog.table(spec.table()));
        }
        Optional<TargetTable> found = catalog.find(spec.table());
        return found.isPresent() || !isDescribed() ? found : Optional.of(created(connection, catalog, spec));
    }

    /** @return the name of a table that the first page is to create */
    public QualifiedName name(Connection connection, Catalog catalog, TableSpec spec) throws SQLException {
        return new NewTable(target, connection, catalog).name(spec);
    }

    /** What is to be told of a table that is there, and what no page could do. */
    public void look(Connection connection, TableSpec spec, TargetTable found) throws SQLException {
        if (!isDescribed()) {
            return;
        }
        List<SchemaNews> news = new ArrayList<>(watch.look(target, connection, found));
        List<String> unknown = UnknownColumns.of(target, spec, found, recordColumns());
        if (!unknown.isEmpty()) {
            String statement = UnknownColumns.statement(target.schema().told(), found, unknown);
            if (target.schema().changes() == SchemaChanges.IGNORE) {
                news.add(new SchemaNews(found.name().toString(), SchemaChange.COLUMNS_IGNORED, unknown, statement));
            }
            String stranger = target.schema().changes() == SchemaChanges.ADD_COLUMNS
                    ? SchemaStep.strangerTo(connection, found)
                    : null;
            if (stranger != null) {
                throw new EtlException(
                        target.pipeline(),
                        "schemaChanges=addColumns is to add the columns " + unknown + " to the table " + found.name()
                                + ", which the user \"" + stranger + "\" of dataSource does not own. Run as its owner: "
                                + statement);
            }
        }
        watch.tell(news);
    }

    private TargetTable created(Connection connection, Catalog catalog, TableSpec spec) throws SQLException {
        List<SchemaNews> news = new ArrayList<>();
        Records none = Records.of(target.pipeline(), spec.name(), List.of(), new Rows(recordColumns(), List.of()));
        TargetTable made = Connections.transaction(connection, same -> {
            Sql.run(same, "SET TRANSACTION READ WRITE");
            return new NewTable(target, same, catalog).make(spec, none, news);
        });
        watch.tell(news);
        return made;
    }

    private List<String> recordColumns() {
        return columns == null ? List.of() : columns;
    }

    private boolean isDescribed() {
        return columns != null
                && (target.schema().makes()
                                ? target.schema().source().columns()
                                : target.schema().told())
                        != null;
    }
}
