package io.cameletl.internal.values;

import io.cameletl.internal.values.ColumnType.Kind;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.PGobject;

/** Values that drivers and Optionals wrap around other values. */
final class Wrapped {
    private Wrapped() {}

    /** @return what the value holds, which is itself for most; null when it holds nothing */
    static @Nullable Object open(Object value, ColumnType type) throws UnsuitableValueException {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? open(optional.get(), type) : null;
        }
        if (value instanceof PGobject object) {
            return object.getValue();
        }
        try {
            if (value instanceof Array array) {
                // pgjdbc's array prints itself in PostgreSQL's own form: nothing is lost on the way through Java.
                return array instanceof PgArray && type.kind() == Kind.ARRAY ? array.toString() : array.getArray();
            }
            if (value instanceof Clob clob) {
                return clob.getSubString(1, Math.toIntExact(clob.length()));
            }
            if (value instanceof Blob blob) {
                return blob.getBytes(1, Math.toIntExact(blob.length()));
            }
            return value instanceof SQLXML xml ? xml.getString() : value;
        } catch (SQLException | ArithmeticException e) {
            throw new UnsuitableValueException(
                    "the " + value.getClass().getName() + " cannot be read (any more); read it in the source: " + e, e);
        }
    }
}
