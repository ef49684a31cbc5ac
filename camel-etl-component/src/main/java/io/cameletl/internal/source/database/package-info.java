/**
 * What is asked of a source database besides its rows, its clock and its open transactions, and sources whose windows end
 * by them; and how it is asked. No row is read here.
 */
@NullMarked
package io.cameletl.internal.source.database;

import org.jspecify.annotations.NullMarked;
