/**
 * From records to the bytes of a {@code COPY}: how maps, Java records and beans are read, and how each Java value is
 * written in PostgreSQL's own text form. No connection is used here.
 */
@NullMarked
package io.cameletl.postgres.copy;

import org.jspecify.annotations.NullMarked;
