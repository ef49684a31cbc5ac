package io.cameletl.internal.adapter.options;

import static io.cameletl.internal.adapter.options.OptionRule.conflict;
import static io.cameletl.internal.adapter.options.OptionRule.isEmpty;
import static io.cameletl.internal.adapter.options.OptionRule.rule;

import io.cameletl.OnExhausted;
import io.cameletl.RunMode;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlOperation;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Rules between full passes, by {@code mode=full} or besides increments, and the other options. */
final class FullPassRules {
    private static final String FULL = "mode=full";
    private static final String BESIDES = "fullPassEvery or fullPassCron";

    private FullPassRules() {}

    static Stream<OptionRule<OptionReader>> rules() {
        return Stream.concat(each(), besides());
    }

    /** Of passes now and then. */
    private static Stream<OptionRule<OptionReader>> besides() {
        return Stream.of(
                conflict(
                        "fullPassEvery",
                        "fullPassCron",
                        "each says when a full pass is due",
                        o -> o.getFullPassEvery() > 0 && o.getFullPassCron() != null),
                conflict(
                        BESIDES,
                        FULL,
                        "each run of that is a full pass",
                        o -> passes(o) && o.getMode() == RunMode.FULL),
                rule(
                        BESIDES
                                + " needs query and tables with just one name: a full pass compares the rows of a query with the"
                                + " table that they are loaded into. Give both",
                        o -> passes(o)
                                && (o.getQuery() == null
                                        || OptionReader.names(o.getTables()).size() != 1)),
                conflict(
                        BESIDES,
                        "transform",
                        "what that makes of a row is not known to either server",
                        o -> passes(o) && o.getTransform() != null),
                conflict(
                        BESIDES,
                        "commit, commitSql or target",
                        "a full pass writes what differs by the generated merge",
                        o -> passes(o) && (o.getCommit() != null || o.getCommitSql() != null || o.getTarget() != null)),
                rule(
                        BESIDES
                                + " does not go with operation=next and operation=load: a route that extracts by itself has no"
                                + " run that could do a pass. Leave out either",
                        o -> passes(o)
                                && (o.getOperation() == EtlOperation.NEXT || o.getOperation() == EtlOperation.LOAD)));
    }

    private static boolean passes(EtlConfiguration options) {
        return options.getFullPassEvery() > 0 || options.getFullPassCron() != null;
    }

    /** Of runs that are passes. */
    private static Stream<OptionRule<OptionReader>> each() {
        return Stream.of(
                rule(
                        FULL
                                + " needs query and tables with just one name: it compares the rows of a query with the table"
                                + " that they are loaded into. Give both",
                        full(o -> o.getQuery() == null
                                || OptionReader.names(o.getTables()).size() != 1)),
                rule(
                        FULL
                                + " needs keyColumns: a pass goes over the rows by their key. Name the columns of the target's"
                                + " primary key or of a unique index, which the query has, too",
                        full(o -> isEmpty(o.getKeyColumns()))),
                conflict(FULL, "cursorColumns", "a pass goes by keyColumns", full(o -> !isEmpty(o.getCursorColumns()))),
                conflict(
                        FULL,
                        "transform",
                        "what that makes of a row is not known to either server",
                        full(o -> o.getTransform() != null)),
                conflict(
                        FULL,
                        "commit, commitSql or target",
                        "it writes what differs by the generated merge",
                        full(o -> o.getCommit() != null || o.getCommitSql() != null || o.getTarget() != null)),
                conflict(FULL, "seedCursor", "each run reads all rows", full(o -> o.getSeedCursor() != null)),
                conflict(
                        FULL,
                        "initialShards, lookback or openTransactionGuard",
                        "those are for what changed in a window of time, and each run reads all rows",
                        full(o -> o.getInitialShards() > 1 || o.getLookback() > 0 || o.isOpenTransactionGuard())),
                conflict(
                        FULL,
                        "maxPagesPerRun or onExhausted=skip",
                        "a pass goes on where it was, and has no cursor to move past a page",
                        full(o -> o.getMaxPagesPerRun() > 0 || o.getOnExhausted() == OnExhausted.SKIP)),
                rule(
                        FULL
                                + " does not go with operation=next and operation=load: a route that extracts by itself has no"
                                + " pass. Leave out " + FULL,
                        full(o -> o.getOperation() == EtlOperation.NEXT || o.getOperation() == EtlOperation.LOAD)));
    }

    private static Predicate<EtlConfiguration> full(Predicate<EtlConfiguration> broken) {
        return o -> o.getMode() == RunMode.FULL && reads(o) && broken.test(o);
    }

    /** @return whether it is more than a status, say */
    private static boolean reads(EtlConfiguration options) {
        EtlOperation operation = options.getOperation();
        return options.getQuery() != null
                || operation.isLoading()
                || operation == EtlOperation.VERIFY
                || operation == EtlOperation.RECONCILE;
    }
}
