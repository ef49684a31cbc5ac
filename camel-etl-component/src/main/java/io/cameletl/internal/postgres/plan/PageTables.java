package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.jdbc.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One table's records of a page. The tables of a page come in dependency order: that of the declared tables, else the page's.
 *
 * @param name the table's name as the page gave it, or as declared when the page does not have it
 * @param spec the table's options
 * @param records the records; one list for each time that the page has the table
 */
public record PageTables(String name, TableSpec spec, List<List<?>> records) {
    /** @throws EtlException when the page has a table that is not declared though others are, or an unreadable name */
    public static List<PageTables> of(PostgresTargetSpec target, List<TargetData> page) {
        Map<QualifiedName, PageTables> tables = new LinkedHashMap<>();
        for (TableSpec declared : target.tables()) {
            tables.put(declared.table(), new PageTables(declared.name(), declared, new ArrayList<>()));
        }
        for (TargetData data : page) {
            QualifiedName name = parse(target, data.table());
            PageTables known = tables.get(name);
            if (known == null && !target.tables().isEmpty()) {
                throw new EtlException(
                        target.pipeline(),
                        "the page has records for the table " + data.table() + ", but the option tables has only "
                                + target.tables().stream().map(TableSpec::table).toList()
                                + ". Add the table there, after the tables it refers to");
            }
            if (known == null && !target.allowed().allow(name)) {
                throw notAllowed(target, data.table());
            }
            List<List<?>> records = known == null ? new ArrayList<>() : known.records();
            records.add(data.records());
            tables.put(name, new PageTables(data.table(), known == null ? TableSpec.of(name) : known.spec(), records));
        }
        return List.copyOf(tables.values());
    }

    private static EtlException notAllowed(PostgresTargetSpec target, String table) {
        return new EtlException(
                target.pipeline(),
                "the page has records for the table " + table + ", and the pipeline has no tables; "
                        + (target.allowed().patterns().isEmpty()
                                ? "nor allowedTables"
                                : "allowedTables has only " + target.allowed().patterns())
                        + ". Name it in tables, parents first, or allow it by a pattern in allowedTables");
    }

    private static QualifiedName parse(PostgresTargetSpec target, String name) {
        try {
            return QualifiedName.parse(name);
        } catch (IllegalArgumentException e) {
            throw new EtlException(
                    target.pipeline(), "the page has records for a table of a bad name: " + e.getMessage(), e);
        }
    }
}
