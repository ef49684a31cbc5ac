package io.cameletl.internal.adapter.options;

import io.cameletl.SchemaChanges;
import io.cameletl.StagingKind;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlOperation;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules between the options of a target. */
final class TargetRules {
    private TargetRules() {}

    static Stream<OptionRule<OptionReader>> perTable() {
        return Arrays.stream(TableOption.values())
                .map(option -> OptionRule.rule(
                        option.option() + " needs tables: it says what these tables are like. Name the target tables,"
                                + " parents first, as in tables=users,orders",
                        o -> o.getTarget() == null && option.forAll(o) != null && OptionRule.isEmpty(o.getTables())));
    }

    /** What a page says may come from outside. */
    static Stream<OptionRule<OptionReader>> whichTables() {
        return Stream.of(
                OptionRule.conflict(
                        "tables",
                        "allowedTables",
                        "a page with a table that is not in tables is refused as it is",
                        o -> !OptionRule.isEmpty(o.getTables()) && !OptionRule.isEmpty(o.getAllowedTables())),
                OptionRule.rule(
                        "a pipeline that loads into PostgreSQL needs tables, or allowedTables: else whoever makes its"
                                + " pages could name any table that the user may write. Name the target tables, parents"
                                + " first, as in tables=users,orders; or allow those that pages may name, as in"
                                + " allowedTables=sales.*",
                        o -> o.getTarget() == null
                                && o.getOperation().isLoading()
                                && o.getOperation() != EtlOperation.NEXT
                                && OptionRule.isEmpty(o.getTables())
                                && OptionRule.isEmpty(o.getAllowedTables())));
    }

    static Stream<OptionRule<OptionReader>> commits() {
        return Stream.of(
                OptionRule.conflict(
                        "commit",
                        "commitSql",
                        "a page is committed in one way",
                        o -> o.getCommit() != null && o.getCommitSql() != null),
                OptionRule.rule(
                        "metadataColumn needs commit or commitSql: only a custom commit can read that column. Give one"
                                + " of them, or leave out metadataColumn",
                        o -> o.getTarget() == null
                                && o.getMetadataColumn() != null
                                && o.getCommit() == null
                                && o.getCommitSql() == null),
                OptionRule.rule(
                        "keepFailedStaging needs staging=unlogged: temporary tables end with their session. Give"
                                + " staging=unlogged, or leave out keepFailedStaging",
                        o -> o.isKeepFailedStaging() && o.getStaging() != StagingKind.UNLOGGED));
    }

    static Stream<OptionRule<OptionReader>> schema() {
        return Stream.of(
                OptionRule.rule(
                        "createTargetTables needs tables: what others name must not become tables. Name the target"
                                + " tables, parents first, as in tables=users,orders",
                        o -> o.isCreateTargetTables() && OptionRule.isEmpty(o.getTables())),
                OptionRule.rule(
                        "schemaChanges needs tables: what others name must not be altered. Name the target tables,"
                                + " parents first, as in tables=users,orders",
                        o -> o.getSchemaChanges() == SchemaChanges.ADD_COLUMNS && OptionRule.isEmpty(o.getTables())));
    }

    /** Endpoints and other targets are bound by nothing that the component sets. */
    static Stream<OptionRule<OptionReader>> timeouts() {
        return Stream.of(
                timeout("lockTimeout", EtlConfiguration::getLockTimeout),
                timeout("statementTimeout", EtlConfiguration::getStatementTimeout));
    }

    private static OptionRule<OptionReader> timeout(String option, ToLongFunction<EtlConfiguration> value) {
        return OptionRule.rule(
                option
                        + " needs query or the PostgreSQL target: only their statements are the component's. Leave it out,"
                        + " and set it where the statements are made",
                o -> value.applyAsLong(o) > 0 && o.getTarget() != null && o.getQuery() == null);
    }

    /** Options of the PostgreSQL target mean nothing to a target of another kind; silence would hide a mistake. */
    static Stream<OptionRule<OptionReader>> otherTarget() {
        return Stream.concat(
                Arrays.stream(TableOption.values()).map(option -> ofPostgres(option.option(), option::forAll)),
                Stream.of(
                        ofPostgres("table.*", o -> o.getTableOptions().isEmpty() ? null : o.getTableOptions()),
                        ofPostgres("allowedTables", EtlConfiguration::getAllowedTables),
                        ofPostgres(
                                "schemaChanges",
                                o -> o.getSchemaChanges() == SchemaChanges.FAIL ? null : o.getSchemaChanges()),
                        ofPostgres("createTargetTables", o -> o.isCreateTargetTables() ? true : null),
                        ofPostgres("commit", EtlConfiguration::getCommit),
                        ofPostgres("commitSql", EtlConfiguration::getCommitSql),
                        ofPostgres("stagingHook", EtlConfiguration::getStagingHook),
                        ofPostgres("metadataColumn", EtlConfiguration::getMetadataColumn)));
    }

    private static OptionRule<OptionReader> ofPostgres(
            String option, Function<EtlConfiguration, @Nullable Object> value) {
        return OptionRule.conflict(
                option,
                "target",
                "it is an option of the PostgreSQL target, and target is of another kind",
                o -> o.getTarget() != null && value.apply(o) != null);
    }
}
