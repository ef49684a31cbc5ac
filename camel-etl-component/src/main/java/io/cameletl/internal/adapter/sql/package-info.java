/**
 * How the rows of a {@code sql:} endpoint are read: each column by its type in the database, not as the driver likes
 * best. Nothing else knows of camel-sql, which need not be there.
 */
@NullMarked
package io.cameletl.internal.adapter.sql;

import org.jspecify.annotations.NullMarked;
