package io.cameletl.internal.adapter.wiring;

import io.cameletl.StagingKind;
import io.cameletl.Target;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.TableSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options that say what the target's tables are like: for all of them, or one by one as {@code table.NAME.*}. */
final class TableOptions {
    private static final Set<String> PER_TABLE = Set.of("keyColumns", "versionColumn", "deletedColumn");

    private TableOptions() {}

    static List<TableSpec> tables(OptionReader read, List<String> names) {
        for (String key : read.options().getTableOptions().keySet()) {
            int dot = key.lastIndexOf('.');
            if (dot < 0 || !names.contains(key.substring(0, dot)) || !PER_TABLE.contains(key.substring(dot + 1))) {
                throw read.refused("option table." + key + " is none: valid are table.NAME.keyColumns,"
                        + " table.NAME.versionColumn and table.NAME.deletedColumn, where NAME is one of tables="
                        + names);
            }
        }
        EtlConfiguration all = read.options();
        if (names.isEmpty()
                && Stream.of(all.getKeyColumns(), all.getVersionColumn(), all.getDeletedColumn())
                        .anyMatch(Objects::nonNull)) {
            throw read.refused("keyColumns, versionColumn and deletedColumn say what the tables in tables are like, and"
                    + " tables is not given. Name the target tables, parents first: tables=users,orders");
        }
        return names.stream().map(name -> table(read, name)).toList();
    }

    private static TableSpec table(OptionReader read, String name) {
        EtlConfiguration all = read.options();
        try {
            return new TableSpec(
                    QualifiedName.parse(name),
                    read.names(of(read, name, "keyColumns", all.getKeyColumns())),
                    of(read, name, "versionColumn", all.getVersionColumn()),
                    of(read, name, "deletedColumn", all.getDeletedColumn()));
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
    }

    private static @Nullable String of(OptionReader read, String table, String option, @Nullable String forAll) {
        Object own = read.options().getTableOptions().get(table + "." + option);
        return own == null ? forAll : own.toString();
    }

    static StagingKind staging(OptionReader read) {
        String kind = read.options().getStaging();
        return Arrays.stream(StagingKind.values())
                .filter(valid -> valid.name().equalsIgnoreCase(kind.trim()))
                .findFirst()
                .orElseThrow(() -> read.refused("option staging=" + kind + " is none of "
                        + Arrays.toString(StagingKind.values()).toLowerCase(Locale.ROOT)));
    }

    /** Options of the PostgreSQL target mean nothing to a target of another kind, and silence would hide a mistake. */
    static void refuseFor(Target other, OptionReader read) {
        EtlConfiguration options = read.options();
        boolean anyGiven = Stream.of(
                                options.getKeyColumns(),
                                options.getVersionColumn(),
                                options.getDeletedColumn(),
                                options.getCommit(),
                                options.getCommitSql(),
                                options.getStagingHook(),
                                options.getMetadataColumn())
                        .anyMatch(Objects::nonNull)
                || !options.getTableOptions().isEmpty();
        if (anyGiven) {
            throw read.refused("target=" + other + " takes the pages itself: keyColumns, versionColumn, deletedColumn,"
                    + " table.*, commit, commitSql, stagingHook and metadataColumn are options of the PostgreSQL target."
                    + " Leave out either");
        }
    }
}
