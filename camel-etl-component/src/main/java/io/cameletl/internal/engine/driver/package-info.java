/**
 * What the engine needs of a database: the store of positions, the writer of pages, and what passes between them. Only
 * interfaces and values; {@link io.cameletl.internal.postgres} has the one implementation.
 */
@NullMarked
package io.cameletl.internal.engine.driver;

import org.jspecify.annotations.NullMarked;
