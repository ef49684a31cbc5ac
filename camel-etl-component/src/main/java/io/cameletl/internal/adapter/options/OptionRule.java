package io.cameletl.internal.adapter.options;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.OnBadRecord;
import io.cameletl.OnExhausted;
import io.cameletl.RunMode;
import io.cameletl.Source;
import io.cameletl.StagingKind;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlOperation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule between options: one that needs another, or two that do not go together. All of them are in one list, and
 * checked before anything is built. What a single option may be is said where it is used.
 *
 * @param text the rule, why, and what to do
 * @param broken whether what is given breaks it
 */
public record OptionRule<T>(String text, Predicate<T> broken) {
    private static final String EITHER = ". Leave out either";
    private static final String REJECT = "onBadRecord=reject";

    /** The rules between an endpoint's options. */
    public static final List<OptionRule<OptionReader>> OF_ENDPOINTS = Stream.of(
                    sourceRules(),
                    windowRules(),
                    FullPassRules.rules(),
                    shardRules(),
                    failureRules(),
                    commitRules(),
                    TargetRules.perTable(),
                    TargetRules.otherTarget(),
                    TargetRules.timeouts(),
                    TargetRules.schema(),
                    rowRules(),
                    TargetRules.whichTables())
            .flatMap(rules -> rules)
            .toList();

    /** The rules between the parameters of the route template that are no options of the endpoint. */
    public static final List<OptionRule<Set<String>>> OF_TEMPLATES = List.of(new OptionRule<>(
            "cooldown needs failureThreshold: it is how long the circuit breaker stays open, and failureThreshold asks"
                    + " for one. Give both or neither",
            given -> given.contains("cooldown") && !given.contains("failureThreshold")));

    /** @throws EtlException with the text of the first rule that is broken */
    public static <T> void check(String pipeline, List<OptionRule<T>> rules, T given) {
        for (OptionRule<T> rule : rules) {
            if (rule.broken.test(given)) {
                throw new EtlException(pipeline, rule.text);
            }
        }
    }

    private static Stream<OptionRule<OptionReader>> sourceRules() {
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
                        "operation=verify needs query and tables: it compares the rows of a query with the table that they are"
                                + " loaded into. Give the options as the endpoint that runs the pipeline has them",
                        o -> o.getOperation() == EtlOperation.VERIFY && (!isQuery(o) || isEmpty(o.getTables()))),
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

    private static Stream<OptionRule<OptionReader>> rowRules() {
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

    private static Stream<OptionRule<OptionReader>> windowRules() {
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

    private static Stream<OptionRule<OptionReader>> shardRules() {
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

    private static Stream<OptionRule<OptionReader>> failureRules() {
        return Stream.of(
                rejects("target", "only PostgreSQL says which records it refuses", EtlConfiguration::getTarget),
                rejects("commit", "a custom commit decides over its records itself", EtlConfiguration::getCommit),
                rejects("commitSql", "a custom commit decides over its records itself", EtlConfiguration::getCommitSql),
                rejects(
                        "stateDataSource",
                        "the ledger of rejected records is written in the page's transaction, so it must be in the"
                                + " target database",
                        EtlConfiguration::getStateDataSource),
                rule(
                        REJECT + " needs maxRejectsPerRun of at least 1: with 0 the first bad record fails the run."
                                + " Raise it, or leave out " + REJECT,
                        o -> o.getOnBadRecord() == OnBadRecord.REJECT && o.getMaxRejectsPerRun() < 1),
                rule(
                        "redeliveryDelay needs maximumRedeliveryDelay of at least as much: no wait is longer. Raise"
                                + " maximumRedeliveryDelay, or lower redeliveryDelay",
                        o -> o.getMaximumRedeliveryDelay() < o.getRedeliveryDelay()));
    }

    private static Stream<OptionRule<OptionReader>> commitRules() {
        return Stream.of(
                conflict(
                        "commit",
                        "commitSql",
                        "a page is committed in one way",
                        o -> o.getCommit() != null && o.getCommitSql() != null),
                rule(
                        "metadataColumn needs commit or commitSql: only a custom commit can read that column. Give one"
                                + " of them, or leave out metadataColumn",
                        o -> o.getTarget() == null
                                && o.getMetadataColumn() != null
                                && o.getCommit() == null
                                && o.getCommitSql() == null),
                rule(
                        "keepFailedStaging needs staging=unlogged: temporary tables end with their session. Give"
                                + " staging=unlogged, or leave out keepFailedStaging",
                        o -> o.isKeepFailedStaging() && o.getStaging() != StagingKind.UNLOGGED));
    }

    private static OptionRule<OptionReader> rejects(
            String option, String why, Function<EtlConfiguration, @Nullable Object> value) {
        return conflict(REJECT, option, why, o -> o.getOnBadRecord() == OnBadRecord.REJECT && value.apply(o) != null);
    }

    static OptionRule<OptionReader> conflict(
            String option, String other, String why, Predicate<EtlConfiguration> broken) {
        return rule(option + " does not go with " + other + ": " + why + EITHER, broken);
    }

    static OptionRule<OptionReader> rule(String text, Predicate<EtlConfiguration> broken) {
        return new OptionRule<>(text, read -> broken.test(read.options()));
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

    static boolean isEmpty(@Nullable String list) {
        return OptionReader.names(list).isEmpty();
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
