/**
 * What a database says of a query: its columns with their types and order, the conditions that follow from them, and
 * the session that it is asked in. No row is read here.
 */
@NullMarked
package io.cameletl.internal.source.query.shape;

import org.jspecify.annotations.NullMarked;
