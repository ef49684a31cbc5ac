package io.cameletl.internal.adapter.options;

import static io.cameletl.internal.adapter.options.OptionRule.conflict;
import static io.cameletl.internal.adapter.options.OptionRule.isEmpty;
import static io.cameletl.internal.adapter.options.OptionRule.rule;

import io.cameletl.KeysetCursor;
import io.cameletl.OnExhausted;
import io.cameletl.RunMode;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlOperation;
import java.time.Instant;
import java.util.stream.Stream;

/** The rules between the options of a source. */
final class SourceRules {
    private SourceRules() {}

    static Stream<OptionRule<OptionReader>> which() {
        return Stream.of(
                conflict("source", "query", "a pipeline has one source", o -> o.getSource() != null && isQuery(o)),
                rule(
                        "operation=run needs source or query: a run reads its pages from there. Give one of them; a"
                                + " route that extracts by itself uses operation=next and operation=load",
                        o -> o.getOperation() == EtlOperation.RUN && o.getSource() == null && !isQuery(o)),
                rule(
                        "operation=reconcile needs query and tables, and no transform, commit, commitSql or target: it"
                                + " repairs the table that the rows of a query are loaded into as they are. Give the options as"
                                + " the endpoint that runs the pipeline has them",
                        o -> o.getOperation() == EtlOperation.RECONCILE
                                && (!isQuery(o)
                                        || isEmpty(o.getTables())
                                        || o.getTransform() != null
                                        || o.getCommit() != null
                                        || o.getCommitSql() != null
                                        || o.getTarget() != null)),
                rule(
                        "operation=reload needs source or query: it reads rows again from there. Give the options as the"
                                + " endpoint that runs the pipeline has them",
                        o -> o.getOperation() == EtlOperation.RELOAD && o.getSource() == null && !isQuery(o)),
                rule(
                        "operation=verify needs source or query, and tables: it compares what the source has with the tables"
                                + " that it is loaded into. Give the options as the endpoint that runs the pipeline has them",
                        o -> o.getOperation() == EtlOperation.VERIFY
                                && ((o.getSource() == null && !isQuery(o)) || isEmpty(o.getTables()))),
                rule(
                        "query needs sourceDataSource: it is the database that is asked. Name it: sourceDataSource=#name",
                        o -> isQuery(o) && o.getSourceDataSource() == null),
                rule(
                        "query needs cursorColumns: they order its rows and together are unique. Name them, as in"
                                + " cursorColumns=updated_at,id",
                        o -> isQuery(o) && isEmpty(o.getCursorColumns()) && o.getMode() != RunMode.FULL),
                conflict(
                        "query",
                        "cursorType",
                        "the cursor of a query is a KeysetCursor, made of its cursorColumns",
                        o -> isQuery(o) && !isCursor(o, KeysetCursor.class)),
                new OptionRule<>(
                        "an endpoint as source needs cursorColumns: the end of a page is read from its last row. Name"
                                + " the columns that order the rows and together are unique, as in"
                                + " cursorColumns=updated_at,id",
                        read -> isEndpoint(read.options())
                                && isEmpty(read.options().getCursorColumns())));
    }

    static Stream<OptionRule<OptionReader>> rows() {
        return Stream.of(
                new OptionRule<>(
                        "omitColumns needs query or an endpoint as source: whoever makes rows otherwise leaves the"
                                + " columns out itself. Leave out omitColumns",
                        read -> !isEmpty(read.options().getOmitColumns()) && !hasRowsOfColumns(read.options())),
                conflict(
                        "omitColumns",
                        "transform",
                        "the transform gets all columns and makes the records",
                        o -> !isEmpty(o.getOmitColumns()) && o.getTransform() != null),
                rule(
                        "rows without a transform need tables with just one name: they go to the only table. Name one"
                                + " table in tables, or give a transform",
                        o -> (o.getOperation() == EtlOperation.RUN
                                        || o.getOperation() == EtlOperation.REPLAY
                                        || o.getOperation() == EtlOperation.RELOAD)
                                && hasRowsOfColumns(o)
                                && o.getTransform() == null
                                && OptionReader.names(o.getTables()).size() != 1));
    }

    static Stream<OptionRule<OptionReader>> windows() {
        return Stream.of(
                rule(
                        "openTransactionGuard needs sourceDataSource: it asks that database, which must be PostgreSQL,"
                                + " for its open transactions. Name it: sourceDataSource=#name",
                        o -> o.isOpenTransactionGuard() && o.getSourceDataSource() == null),
                new OptionRule<>(
                        "lookback needs a source that can go back in time from its cursor: query can, every source"
                                + " with a TimestampCursor, and a Source bean that says how. Implement Source.lookBack"
                                + " in a Source bean, or leave out lookback",
                        read -> read.options().getLookback() > 0 && !goesBack(read)),
                conflict(
                        "lookback",
                        "onExhausted=skip",
                        "a page is skipped once, and would be read and skipped again in every run",
                        o -> o.getLookback() > 0 && o.getOnExhausted() == OnExhausted.SKIP));
    }

    static Stream<OptionRule<OptionReader>> shards() {
        return Stream.of(
                rule(
                        "initialShards needs query: only the rows of a query can be read in ranges. Leave out initialShards",
                        o -> o.getInitialShards() > 1 && !isQuery(o)),
                conflict(
                        "initialShards",
                        "maxPagesPerRun",
                        "a first load in ranges goes on until all of them are in",
                        o -> o.getInitialShards() > 1 && o.getMaxPagesPerRun() > 0),
                conflict(
                        "initialShards",
                        "target",
                        "a target of your own gets one page after another",
                        o -> o.getInitialShards() > 1 && o.getTarget() != null));
    }

    private static boolean isEndpoint(EtlConfiguration options) {
        return options.getSource() instanceof String uri && !uri.startsWith("#");
    }

    /** @return whether the source's rows are columns and values, and name no table */
    private static boolean hasRowsOfColumns(EtlConfiguration options) {
        return isQuery(options) || isEndpoint(options);
    }

    private static boolean isQuery(EtlConfiguration options) {
        return options.getQuery() != null;
    }

    /** @return whether the cursor is of the type, or of none that is named */
    private static boolean isCursor(EtlConfiguration options, Class<?> type) {
        String name = options.getCursorType();
        return name == null || name.equals(type.getName()) || name.equals(type.getSimpleName());
    }

    private static boolean goesBack(OptionReader read) {
        EtlConfiguration options = read.options();
        if (isQuery(options) || isCursor(options, TimestampCursor.class)) {
            return true;
        }
        Source<?> bean = read.bean("source", options.getSource(), Source.class);
        try {
            return bean != null
                    && bean.getClass()
                                    .getMethod("lookBack", Object.class, Instant.class)
                                    .getDeclaringClass()
                            != Source.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
