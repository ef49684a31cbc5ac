package io.cameletl.internal.engine.spec;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a source tells of its rows' columns, where the rows are the records of the only table. Thread-safe. */
@FunctionalInterface
public interface SourceColumns {
    /** Of a source that does not know, or whose rows are made into records by a transform. */
    SourceColumns UNKNOWN = () -> null;

    /**
     * @return the columns as they are now; as long as nothing was seen to have changed, the source is not
     *     asked; null where they are not known
     * @throws io.cameletl.EtlException when the source cannot be asked
     */
    @Nullable
    Shape columns();

    /**
     * @return the columns that tell the rows apart, as the source's table has it; empty where that is not known
     * @throws io.cameletl.EtlException when the source cannot be asked
     */
    default List<String> key() {
        return List.of();
    }

    /**
     * The columns of a source's rows.
     *
     * @param columns in the rows' order
     */
    record Shape(List<Column> columns) {
        public Shape {
            columns = List.copyOf(columns);
        }

        public Optional<Column> column(String name) {
            return columns.stream().filter(column -> column.name().equals(name)).findFirst();
        }
    }

    /**
     * A column.
     *
     * @param name its name
     * @param type its type as PostgreSQL writes it, {@code numeric(10,2)}; with its schema, {@code "sales"."mood"}, where
     *     it is not PostgreSQL's own. Null where no table can have the type
     * @param required whether it is never NULL, for certain
     */
    record Column(String name, @Nullable String type, boolean required) {}
}
