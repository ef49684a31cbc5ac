/**
 * The target tables as PostgreSQL's system catalogue has them. Nothing is decided here.
 */
@NullMarked
package io.cameletl.internal.postgres.catalog;

import org.jspecify.annotations.NullMarked;
