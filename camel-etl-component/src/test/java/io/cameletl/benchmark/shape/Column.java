package io.cameletl.benchmark.shape;

/**
 * A column, and where its values come from.
 *
 * @param type as in {@code create table}
 * @param expression of a source's column over the row's number {@code i} and whether it is {@code stale}; of a target's
 *     over the source's columns
 */
public record Column(String name, String type, String expression) {
    /** One that is handed on as it is. */
    Column asIs() {
        return new Column(name, type, name);
    }

    String definition() {
        return name + " " + type + " not null";
    }
}
