package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.records.Records;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One table's records of a page, as read.
 *
 * @param page the table as the page and the options have it
 * @param found the table as the catalog has it; null when there is none yet
 * @param records the records
 */
public record ReadTable(PageTables page, @Nullable TargetTable found, Records records) {
    /** @return the columns of the records that are meant for the table, and that it lacks */
    public List<String> unknown(PostgresTargetSpec target) {
        return UnknownColumns.of(target, page.spec(), found, records.columns());
    }
}
