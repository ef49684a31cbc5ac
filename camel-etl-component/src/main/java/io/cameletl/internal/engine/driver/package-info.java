/**
 * What the engine needs of a database, handed over as one {@link io.cameletl.internal.engine.driver.Driver}: the store of
 * positions, the writer of pages, and what passes between them. Only interfaces and values; {@link
 * io.cameletl.internal.postgres} has the implementations.
 */
@NullMarked
package io.cameletl.internal.engine.driver;

import org.jspecify.annotations.NullMarked;
