/**
 * A query as its user wrote it: its words, what of them loses rows, and the columns that are named beside it. No
 * database is asked here.
 */
@NullMarked
package io.cameletl.internal.source.query.text;

import org.jspecify.annotations.NullMarked;
