/**
 * The built-in source: one query over PostgreSQL, read page by page in the order of its cursor columns. No row is
 * transformed here.
 */
@NullMarked
package io.cameletl.internal.source.query;

import org.jspecify.annotations.NullMarked;
