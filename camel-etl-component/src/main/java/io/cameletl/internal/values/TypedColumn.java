package io.cameletl.internal.values;

/**
 * A column to be copied.
 *
 * @param name its name, unquoted: the record's value of that name is written
 * @param type its type
 */
public record TypedColumn(String name, ColumnType type) {}
