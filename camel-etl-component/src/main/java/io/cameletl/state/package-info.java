/** The state store: cursor, window, version, lease, breaker, history and ledgers of each pipeline, in tables of a PostgreSQL database. */
@NullMarked
package io.cameletl.state;

import org.jspecify.annotations.NullMarked;
