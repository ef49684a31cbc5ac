/**
 * The state tables: cursor, window, version, lease, breaker, history and ledgers of each pipeline. No row of a target
 * table is touched here.
 */
@NullMarked
package io.cameletl.internal.postgres.state;

import org.jspecify.annotations.NullMarked;
