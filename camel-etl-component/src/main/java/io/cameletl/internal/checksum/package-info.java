/**
 * What two PostgreSQL servers must say alike of equal rows: the images of rows as text, their hashes, and the statements
 * that sum them up by ranges of keys. Which rows are compared, and what becomes of differences, is not known here.
 */
@NullMarked
package io.cameletl.internal.checksum;

import org.jspecify.annotations.NullMarked;
