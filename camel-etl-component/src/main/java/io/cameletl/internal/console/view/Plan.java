package io.cameletl.internal.console.view;

/**
 * How the server would execute a statement of a page.
 *
 * @param pipeline whose
 * @param what it is for
 * @param sql its text
 * @param plan as {@code EXPLAIN} words it
 */
public record Plan(String pipeline, String what, String sql, String plan) {}
