package io.cameletl.internal.postgres.page;

import io.cameletl.EtlEvent.SchemaChange;
import io.cameletl.SchemaChanges;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.SchemaNews;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.PageTables;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.ReadTable;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.postgres.plan.UnknownColumns;
import io.cameletl.internal.postgres.schema.SchemaStep;
import io.cameletl.internal.postgres.schema.SchemaWatch;
import io.cameletl.internal.postgres.staging.StagingTables;
import io.cameletl.internal.records.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds out how the records of a connection's pages go into their tables. The catalog is read once. */
final class PagePlanner {
    private final PostgresTargetSpec target;
    private final Connection connection;
    private final StagingTables staging;
    private final Catalog catalog;
    private final SchemaStep schema;
    private final SchemaWatch watch;
    private final MoneyColumns money;

    /** What is to be told once the page is committed. */
    private final List<SchemaNews> news = new ArrayList<>();

    PagePlanner(PostgresTargetSpec target, Connection connection, StagingTables staging, SchemaWatch watch) {
        this.target = target;
        this.connection = connection;
        this.staging = staging;
        this.watch = watch;
        this.catalog = new Catalog(target.pipeline(), connection);
        this.schema = new SchemaStep(target, connection, catalog);
        this.money = new MoneyColumns(target.pipeline());
    }

    /** Reads the page's records, each once. */
    List<ReadTable> read(List<TargetData> page) throws SQLException {
        List<ReadTable> tables = new ArrayList<>();
        for (PageTables table : PageTables.of(target, page)) {
            TargetTable found = target.schema().createsTables()
                    ? catalog.find(table.spec().table()).orElse(null)
                    : catalog.table(table.spec().table());
            Records records = records(table, found);
            // A custom commit may read the staging tables of all declared tables, also of those without records.
            if (records.size() > 0 || (target.commit() != null && found != null)) {
                tables.add(new ReadTable(table, found, records));
            }
        }
        return tables;
    }

    /** @return whether the page needs tables or columns that are not there, and are to be made with it */
    boolean needsMore(List<ReadTable> page) {
        return target.schema().makes() && page.stream().anyMatch(schema::isNeeded);
    }

    /**
     * Makes the tables and columns that the page needs, in its transaction.
     *
     * @return the tables of the page, parents first
     */
    List<StagedTable> makeAndPlan(List<ReadTable> page) throws SQLException {
        List<ReadTable> made = new ArrayList<>();
        for (ReadTable table : page) {
            if (schema.isNeeded(table)) {
                staging.forget(table.page().spec());
                made.add(schema.make(table, news));
            } else {
                made.add(table);
            }
        }
        return plan(made);
    }

    /** @return the tables of the page, parents first; their staging tables may have to be made yet */
    List<StagedTable> plan(List<ReadTable> page) throws SQLException {
        List<StagedTable> tables = new ArrayList<>();
        for (ReadTable table : page) {
            TargetTable found = Objects.requireNonNull(table.found());
            Records records = table.records();
            List<String> columns = records.size() > 0 ? records.columns() : null;
            TablePlan plan = staging.plan(table.page().spec(), found, columns);
            tables.add(StagedTable.of(table.page(), found, plan, records));
            watch.tell(watch.look(target, connection, found));
            ignored(table, found);
        }
        money.check(connection, tables);
        return tables;
    }

    private void ignored(ReadTable table, TargetTable found) {
        List<String> unknown = target.schema().changes() == SchemaChanges.IGNORE ? table.unknown(target) : List.of();
        if (!unknown.isEmpty()) {
            news.add(new SchemaNews(
                    found.name().toString(),
                    SchemaChange.COLUMNS_IGNORED,
                    unknown,
                    UnknownColumns.statement(target.schema().told(), found, unknown)));
        }
    }

    /** The page is committed. */
    void committed() {
        if (!news.isEmpty()) {
            watch.tell(news);
            news.clear();
        }
    }

    private Records records(PageTables table, @Nullable TargetTable found) {
        List<String> keys = found == null
                ? table.spec().keyColumns()
                : new TablePlanner(target, table.spec(), found)
                        .match().keys().stream().map(Identifier::name).toList();
        Records all = Records.of(target.pipeline(), table.name(), keys, List.of());
        for (List<?> records : table.records()) {
            all = all.and(Records.of(target.pipeline(), table.name(), keys, records));
        }
        return all;
    }
}
