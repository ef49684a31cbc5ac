package io.cameletl.internal.engine.pass;

/**
 * The type of a target's column, in which the values of both sides are compared. A domain is the type it is made from, an
 * array that of its elements.
 *
 * @param schema the type's schema
 * @param name its name in the catalog
 * @param modifiers as {@code (10,2)}; empty for none
 * @param array whether it is an array of these
 */
public record ImageType(String schema, String name, String modifiers, boolean array) {
    /** @return whether it is of PostgreSQL itself, so that every server has it */
    public boolean isBuiltIn() {
        return schema.equals("pg_catalog");
    }

    /** @return whether it has this name, whatever its modifiers */
    public boolean isNamed(ImageType other) {
        return schema.equals(other.schema) && name.equals(other.name) && array == other.array;
    }
}
