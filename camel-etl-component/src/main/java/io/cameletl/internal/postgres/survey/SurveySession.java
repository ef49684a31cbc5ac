package io.cameletl.internal.postgres.survey;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.survey.Survey;
import io.cameletl.internal.engine.survey.TableFindings;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.HeldConnection;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.watch.Section;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.page.PageBegin;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TablePlanner;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.postgres.staging.StagingTables;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A survey on one connection, whose temporary tables hold what is known. Each page is a transaction of its own: none lasts as
 * long as the survey, which would keep the server from clearing away what others delete.
 */
final class SurveySession implements Survey {
    private static final Log LOG = Log.of(SurveySession.class);

    private final PostgresTargetSpec spec;
    private final HeldConnection held;
    private final StagingTables staging;
    private final Map<QualifiedName, SurveyedTable> tables = new LinkedHashMap<>();
    private final Map<SurveyedTable, TableTally> tallies = new LinkedHashMap<>();
    private long pages;
    private boolean failed;

    private SurveySession(PostgresTargetSpec spec, String owner, HeldConnection held) {
        this.spec = spec;
        this.held = held;
        this.staging = new StagingTables(spec, owner + " survey", held.connection());
    }

    static SurveySession open(PostgresTargetSpec spec, String owner, Map<QualifiedName, String> wheres) {
        SurveySession session;
        try {
            session = new SurveySession(
                    spec,
                    owner,
                    new Connections(spec.dataSource())
                            .during("begin a comparison")
                            .hold());
        } catch (SQLException e) {
            throw failure(spec, "begin a comparison", e);
        }
        try {
            session.begin(owner, wheres);
            return session;
        } catch (Throwable failure) {
            session.close();
            throw failure;
        }
    }

    private void begin(String owner, Map<QualifiedName, String> wheres) {
        work("look up the tables to compare", connection -> {
            ServerCheck.target(spec.pipeline()).check(connection);
            Catalog catalog = new Catalog(spec.pipeline(), connection);
            for (TableSpec each : spec.tables()) {
                TargetTable table = catalog.table(each.table());
                SurveyedTable surveyed = SurveyedTable.of(
                        spec.pipeline(),
                        owner,
                        each,
                        table,
                        new TablePlanner(spec, each, table).match(),
                        wheres.get(each.table()));
                tables.put(each.table(), surveyed);
                tallies.put(surveyed, new TableTally(surveyed));
            }
        });
        work("make the temporary tables of a comparison", connection -> {
            PageBegin.run(connection, spec, false, List.of());
            for (SurveyedTable table : tables.values()) {
                Sql.run(connection, new MadeSql(table).createMade(), new DoubtSql(table).createDoubts());
            }
        });
    }

    @Override
    public void compare(List<TargetData> page) {
        long number = pages++;
        work("compare a page with its tables", connection -> page(connection, page, new Comparing(number, tallies)));
    }

    @Override
    public List<String> tables() {
        return spec.tables().stream().map(TableSpec::name).toList();
    }

    @Override
    public void outside(List<TargetData> page) {
        work(
                "leave out rows from before the pipeline's beginning",
                connection -> page(connection, page, new Marking(DoubtSql::outside)));
    }

    @Override
    public void underWay(List<TargetData> page) {
        work(
                "leave out rows that are under way",
                connection -> page(connection, page, new Marking(DoubtSql::underWay)));
    }

    @Override
    public void waiting(List<TargetData> page) {
        List<TargetData> known = page.stream()
                .filter(data -> tables.containsKey(QualifiedName.parse(data.table())))
                .toList();
        work("mark rows that wait in a ledger", connection -> page(connection, known, new Marking(DoubtSql::waiting)));
    }

    private void page(Connection connection, List<TargetData> page, SurveyPage.Use use) throws SQLException {
        new SurveyPage(spec, connection, staging, tables).take(page, use);
    }

    @Override
    public void allCompared() {
        for (SurveyedTable table : tables.values()) {
            work("look for rows of the table " + table.spec().name() + " that differ", connection -> {
                PageBegin.run(connection, spec, false, List.of());
                tally(table).count(connection);
            });
        }
    }

    @Override
    public long doubtful() {
        List<Long> counts = new ArrayList<>();
        work("count rows that differ", connection -> {
            PageBegin.run(connection, spec, false, List.of());
            for (SurveyedTable table : tables.values()) {
                counts.add(tally(table).keyless() + Sql.number(connection, new DoubtSql(table).countDoubts()));
            }
        });
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public long forgetSurplus() {
        List<Integer> forgotten = new ArrayList<>();
        work("leave out what is not decided", connection -> {
            PageBegin.run(connection, spec, false, List.of());
            for (SurveyedTable table : tables.values()) {
                forgotten.add(Sql.update(connection, new DoubtSql(table).forgetSurplus()));
            }
        });
        return forgotten.stream().mapToLong(Integer::longValue).sum();
    }

    @Override
    public List<TableFindings> findings(UnaryOperator<String> shown) {
        List<TableFindings> all = new ArrayList<>();
        for (SurveyedTable table : tables.values()) {
            work("read what differs in the table " + table.spec().name(), connection -> {
                PageBegin.run(connection, spec, false, List.of());
                all.add(new TableFindings(table.spec().name(), tally(table).findings(connection, shown)));
            });
        }
        return all;
    }

    private TableTally tally(SurveyedTable table) {
        return Objects.requireNonNull(tallies.get(table));
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Does something in one transaction. */
    private void work(String what, Work work) {
        if (failed) {
            throw new EtlException(
                    spec.pipeline(),
                    "cannot " + what + ": the connection on which the comparison was kept is gone, and with it what was"
                            + " found. Nothing was written. Compare once more");
        }
        failed = true;
        try (Section section = held.begin(what)) {
            try {
                held.begin();
                work.on(held.connection());
                held.connection().commit();
                held.end();
                failed = false;
            } catch (Throwable failure) {
                section.explain(failure);
                throw failure;
            }
        } catch (SQLException e) {
            throw failure(spec, what, e);
        }
    }

    private static EtlException failure(PostgresTargetSpec spec, String what, SQLException e) {
        return new EtlException(
                spec.pipeline(),
                "cannot " + what + ": " + ServerErrors.server(e) + ". " + ServerErrors.advice(e)
                        + ". Nothing was written",
                e);
    }

    /** Drops the temporary tables and gives the connection back as it was found. Failures are logged, not thrown. */
    @Override
    public void close() {
        try (Section section = held.begin("end a comparison")) {
            try {
                held.rollBack();
                staging.drop();
                drop();
                held.close();
            } catch (SQLException | RuntimeException e) {
                section.explain(e);
                held.discardAfter(e);
                LOG.debug(spec.pipeline(), "The connection of a comparison of {} is closed", spec.pipeline(), e);
            }
        }
    }

    private void drop() throws SQLException {
        Connections.transaction(held.connection(), connection -> {
            Sql.run(connection, "SET TRANSACTION READ WRITE");
            for (SurveyedTable table : tables.values()) {
                Sql.run(connection, new DoubtSql(table).drop());
            }
            return tables.size();
        });
    }
}
