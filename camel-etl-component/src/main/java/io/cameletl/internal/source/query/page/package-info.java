/**
 * How the pages of a query come: their statements, by {@code SELECT} or by {@code COPY}, their rows, and whether each
 * ends well. No row is transformed here.
 */
@NullMarked
package io.cameletl.internal.source.query.page;

import org.jspecify.annotations.NullMarked;
