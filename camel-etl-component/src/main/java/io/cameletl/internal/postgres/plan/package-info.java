/**
 * The target tables as PostgreSQL's system catalog has them, and what a page's records mean for them: which table, which
 * key, which columns, through which staging table. Nothing is written to the database here.
 */
@NullMarked
package io.cameletl.internal.postgres.plan;

import org.jspecify.annotations.NullMarked;
