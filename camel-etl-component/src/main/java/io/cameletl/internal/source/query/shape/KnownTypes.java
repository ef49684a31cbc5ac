package io.cameletl.internal.source.query.shape;

import io.cameletl.internal.engine.spec.SourceColumns.Shape;
import io.cameletl.internal.source.database.ResultTypes.Typed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of a query's columns, looked up once, and again when the columns have changed. Thread-safe. */
public final class KnownTypes {
    private final QueryDatabase database;
    private volatile @Nullable Found last;

    private record Found(QueryShape of, Shape shape, List<String> key) {}

    public KnownTypes(QueryDatabase database) {
        this.database = database;
    }

    public Shape shape() {
        return found().shape();
    }

    /** @return the key of the table that each row is one of; empty where there is none, or rows may come twice */
    public List<String> key() {
        List<String> key = found().key();
        return database.ask("look up the key of the query's table", connection -> columns(connection)
                        .givesRowsOnce(connection))
                ? key
                : List.of();
    }

    private Found found() {
        Found found = last;
        return found != null && found.of().equals(database.known())
                ? found
                : database.ask("look up the types of the query's columns", this::learn);
    }

    private Found learn(Connection connection) throws SQLException {
        QueryColumns columns = columns(connection);
        Typed typed = columns.ask(connection);
        Found found = new Found(columns.shape(), new Shape(typed.columns()), typed.key());
        last = found;
        return found;
    }

    private QueryColumns columns(Connection connection) throws SQLException {
        return new QueryColumns(database.text(connection), database.settings(), database.shape(connection));
    }
}
