package io.cameletl.internal.engine.driver;

/**
 * Who does something to a pipeline by hand.
 *
 * @param name whoever it is: a user, a route's id
 * @param way by which they came
 */
public record Actor(String name, Way way) {
    /** By which way somebody reaches a pipeline. */
    public enum Way {
        /** An operation of an {@code etl:} endpoint. */
        ROUTE,
        JMX,
        HTTP,
        CONSOLE
    }
}
