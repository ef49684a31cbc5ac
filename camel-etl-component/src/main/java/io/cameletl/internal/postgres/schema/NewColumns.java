package io.cameletl.internal.postgres.schema;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.spec.SourceColumns.Column;
import io.cameletl.internal.engine.spec.SourceColumns.Shape;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.schema.JavaTypes.UnknownTypeException;
import io.cameletl.internal.records.Records;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the types of columns that a table is to get: the source's where it knows them, else those of the values. */
final class NewColumns {
    private final PostgresTargetSpec target;
    private final String table;
    private final Records records;
    private final @Nullable Shape shape;

    NewColumns(PostgresTargetSpec target, String table, Records records) {
        this.target = target;
        this.table = table;
        this.records = records;
        this.shape = target.schema().source().columns();
    }

    /**
     * @param names columns of the records
     * @return those of them of which the type is known, with it. One that is NULL in all records, and of which the source
     *     says nothing, is not among them
     * @throws EtlException when values of a column are of no type that a table can have
     */
    List<Column> typed(List<String> names) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            if (shape == null) {
                String type = ofValues(name);
                if (type != null) {
                    columns.add(new Column(name, type, false));
                }
            } else {
                columns.add(ofSource(name, shape.column(name)));
            }
        }
        return columns;
    }

    private Column ofSource(String name, Optional<Column> found) {
        if (found.isEmpty()) {
            throw new EtlException(
                    target.pipeline(),
                    "the source does not have the column \"" + name + "\" of its rows for the table " + table
                            + " any more. The page is read again",
                    new SQLTransientException("the source's columns have changed"));
        }
        if (found.get().type() == null) {
            throw new EtlException(
                    target.pipeline(),
                    "the query's column \"" + name + "\" for the table " + table
                            + " is of a type that no table can have. Cast it in the query, as to jsonb or text");
        }
        return found.get();
    }

    private @Nullable String ofValues(String name) {
        try {
            return JavaTypes.of(records, records.columns().indexOf(name));
        } catch (UnknownTypeException e) {
            throw new EtlException(
                    target.pipeline(),
                    "the table " + table + " lacks the column \"" + name + "\" of the records, and what type it should"
                            + " have cannot be told: " + e.getMessage() + ". Add the column by hand",
                    e);
        }
    }
}
