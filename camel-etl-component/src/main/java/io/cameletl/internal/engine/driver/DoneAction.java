package io.cameletl.internal.engine.driver;

import java.time.Instant;

/**
 * An action as the store has kept it.
 *
 * @param action the name of its kind
 * @param by who did it
 * @param way by which they came
 * @param at when, by the store's clock
 * @param details what exactly, as JSON
 */
public record DoneAction(String action, String by, String way, Instant at, String details) {}
