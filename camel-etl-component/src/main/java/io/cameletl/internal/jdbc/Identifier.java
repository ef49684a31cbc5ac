package io.cameletl.internal.jdbc;

import java.nio.charset.StandardCharsets;

/**
 * A name of a table, column or schema, taken literally: case is kept, any character but NUL may occur. The only way by
 * which names get into SQL.
 *
 * @param name the name as the catalog holds it, unquoted
 */
public record Identifier(String name) {
    /** What PostgreSQL keeps of a name; the rest is cut without an error, so that two names can become one. */
    private static final int MAX_BYTES = 63;

    /** @throws IllegalArgumentException when the name is empty, holds a NUL, or is longer than 63 bytes in UTF-8 */
    public Identifier {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name in SQL must not be empty");
        }
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the name \"" + name.replace("\0", "\\0") + "\" must not hold a NUL");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("the name \"" + name + "\" takes " + bytes
                    + " bytes in UTF-8, PostgreSQL would cut it after " + MAX_BYTES + ". Use a shorter name");
        }
    }

    /**
     * @param name the name, unquoted
     * @throws IllegalArgumentException when it cannot be a name in PostgreSQL
     */
    public static Identifier of(String name) {
        return new Identifier(name);
    }

    /** @return the name in double quotes, to be put into SQL as it is */
    public String sql() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return sql();
    }
}
