package io.cameletl.internal.postgres.page;

import io.cameletl.TargetData;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.PageTables;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.postgres.staging.StagingTables;
import io.cameletl.internal.records.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds out how the records of a connection's pages go into their tables. The catalog is read once. */
final class PagePlanner {
    private final PostgresTargetSpec target;
    private final Connection connection;
    private final StagingTables staging;
    private final Catalog catalog;
    private final MoneyColumns money;

    PagePlanner(PostgresTargetSpec target, Connection connection, StagingTables staging) {
        this.target = target;
        this.connection = connection;
        this.staging = staging;
        this.catalog = new Catalog(target.pipeline(), connection);
        this.money = new MoneyColumns(target.pipeline());
    }

    /** @return the tables of the page, parents first; their staging tables may have to be made yet */
    List<StagedTable> tables(List<TargetData> page) throws SQLException {
        List<StagedTable> tables = new ArrayList<>();
        for (PageTables table : PageTables.of(target, page)) {
            TargetTable found = catalog.table(table.spec().table());
            Records records = records(table, found);
            // A custom commit may read the staging tables of all declared tables, also of those without records.
            if (records.size() > 0 || target.commit() != null) {
                List<String> columns = records.size() > 0 ? records.columns() : null;
                tables.add(StagedTable.of(table, found, staging.plan(table.spec(), found, columns), records));
            }
        }
        money.check(connection, tables);
        return tables;
    }

    private Records records(PageTables table, TargetTable found) {
        List<String> keys = new TablePlanner(target, table.spec(), found)
                .match().keys().stream().map(Identifier::name).toList();
        Records all = Records.of(target.pipeline(), table.name(), keys, List.of());
        for (List<?> records : table.records()) {
            all = all.and(Records.of(target.pipeline(), table.name(), keys, records));
        }
        return all;
    }
}
