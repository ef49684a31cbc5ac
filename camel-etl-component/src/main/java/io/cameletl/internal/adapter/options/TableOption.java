package io.cameletl.internal.adapter.options;

import io.cameletl.Deletes;
import io.cameletl.Strategy;
import io.cameletl.camel.EtlConfiguration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An option that can be given for all tables, as {@code keyColumns}, or for one, as {@code table.NAME.keyColumns}. */
public enum TableOption {
    KEY_COLUMNS("keyColumns"),
    VERSION_COLUMN("versionColumn"),
    DELETED_COLUMN("deletedColumn"),
    DELETES("deletes"),
    STRATEGY("strategy"),
    VALID_FROM_COLUMN("validFromColumn"),
    VALID_TO_COLUMN("validToColumn"),
    VERIFY_WHERE("verifyWhere");

    /** With what every option of a single table begins. */
    public static final String PREFIX = "table.";

    private final String option;

    TableOption(String option) {
        this.option = option;
    }

    /** @return the option's name, for all tables */
    public String option() {
        return option;
    }

    /** @return the option's name, for one table */
    public String option(String table) {
        return PREFIX + table + "." + option;
    }

    /** @return what is given for all tables; null when nothing is, or what holds anyway */
    @Nullable
    String forAll(EtlConfiguration options) {
        return switch (this) {
            case KEY_COLUMNS -> options.getKeyColumns();
            case VERSION_COLUMN -> options.getVersionColumn();
            case DELETED_COLUMN -> options.getDeletedColumn();
            case DELETES -> options.getDeletes() == Deletes.DELETE ? null : OptionValue.inUri(options.getDeletes());
            case STRATEGY -> options.getStrategy() == Strategy.MERGE ? null : OptionValue.inUri(options.getStrategy());
            case VALID_FROM_COLUMN -> options.getValidFromColumn();
            case VALID_TO_COLUMN -> options.getValidToColumn();
            case VERIFY_WHERE -> options.getVerifyWhere();
        };
    }

    /** @return what is given for the table, or else for all of them; null when neither is */
    public @Nullable String of(String table, EtlConfiguration options) {
        Object own = options.getTableOptions().get(table + "." + option);
        return own == null ? forAll(options) : own.toString();
    }

    /** @return the names of all options that these tables can have of their own */
    public static List<String> optionsOf(Collection<String> tables) {
        return tables.stream()
                .flatMap(table -> Arrays.stream(values()).map(each -> each.option(table)))
                .toList();
    }
}
