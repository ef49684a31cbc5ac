package io.cameletl.postgres.copy;

/**
 * A column to be copied.
 *
 * @param name its name, unquoted: the record's value of that name is written
 * @param type its type
 */
public record CopyColumn(String name, ColumnType type) {}
