package io.cameletl.internal.engine.driver;

import java.time.Instant;

/**
 * A step of a pass, taken in the transaction of the page that repairs its range.
 *
 * @param pass how far it has come
 * @param before the end of what is compared
 * @param done whether it is at its end
 */
public record PassStep(KeptPass pass, Instant before, boolean done) {}
