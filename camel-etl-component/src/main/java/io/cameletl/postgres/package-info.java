/**
 * The PostgreSQL target: staging by COPY, the merge into the target tables, and the transaction that both share with the
 * cursor's step. {@link io.cameletl.postgres.PostgresTarget} is the way in.
 */
@NullMarked
package io.cameletl.postgres;

import org.jspecify.annotations.NullMarked;
