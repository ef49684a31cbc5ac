/**
 * The driver for PostgreSQL: page writer, store and start check as one thing. How a page is loaded and a position kept is
 * in the rooms below.
 */
@NullMarked
package io.cameletl.internal.postgres;

import org.jspecify.annotations.NullMarked;
