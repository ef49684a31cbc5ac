/**
 * What is asked of a source database besides its rows: its clock, its open transactions; and how connections are lent.
 */
@NullMarked
package io.cameletl.internal.source.database;

import org.jspecify.annotations.NullMarked;
