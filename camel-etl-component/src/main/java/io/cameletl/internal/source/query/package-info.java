/**
 * The built-in source: one query over PostgreSQL, checked at its start, divided for a first load, and read page by
 * page in the order of its cursor columns. How a page comes is in {@link io.cameletl.internal.source.query.page}, the
 * comparison with a table in {@link io.cameletl.internal.source.query.compare}.
 */
@NullMarked
package io.cameletl.internal.source.query;

import org.jspecify.annotations.NullMarked;
