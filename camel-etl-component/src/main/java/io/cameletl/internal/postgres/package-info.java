/**
 * The drivers whose positions are in PostgreSQL: page writer, store and start check as one thing, for a PostgreSQL target
 * and for one of another kind. How a page is loaded and a position kept is in the rooms below.
 */
@NullMarked
package io.cameletl.internal.postgres;

import org.jspecify.annotations.NullMarked;
