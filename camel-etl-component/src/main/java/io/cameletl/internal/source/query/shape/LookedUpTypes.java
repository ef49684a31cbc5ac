package io.cameletl.internal.source.query.shape;

import io.cameletl.internal.jdbc.DriverLookUps;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the driver for the types of a page's columns, which it may have to look up. Thread-safe. */
public final class LookedUpTypes {
    /** Those that the driver knows by itself, and their arrays. */
    private static final Set<String> KNOWN = Stream.of(
                    "bit",
                    "bool",
                    "box",
                    "bpchar",
                    "bytea",
                    "char",
                    "date",
                    "float4",
                    "float8",
                    "int2",
                    "int4",
                    "int8",
                    "json",
                    "money",
                    "name",
                    "numeric",
                    "oid",
                    "point",
                    "text",
                    "time",
                    "timestamp",
                    "timestamptz",
                    "timetz",
                    "uuid",
                    "varchar",
                    "xml")
            .flatMap(name -> Stream.of(name, "_" + name))
            .collect(Collectors.toUnmodifiableSet());

    private final DriverLookUps lookUps = new DriverLookUps();

    /** @return whether a result still has the columns of the shape */
    public boolean fit(Connection connection, QueryShape shape, ResultSetMetaData result) throws SQLException {
        return shape.columns().stream().allMatch(column -> KNOWN.contains(column.type()))
                ? shape.fits(result)
                : lookUps.once(connection, same -> shape.fits(result));
    }

    /** Forgets all, when the query's columns are others. */
    public void clear() {
        lookUps.forget();
    }
}
