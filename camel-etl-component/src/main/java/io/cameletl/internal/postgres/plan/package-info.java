/**
 * What a page's records mean for the target tables: which table, which key, which columns, through which staging. Nothing
 * is executed here.
 */
@NullMarked
package io.cameletl.internal.postgres.plan;

import org.jspecify.annotations.NullMarked;
