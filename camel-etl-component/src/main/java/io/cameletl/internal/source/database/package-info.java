/**
 * What is asked of a source database besides its rows: its clock and its open transactions; and how it is asked.
 */
@NullMarked
package io.cameletl.internal.source.database;

import org.jspecify.annotations.NullMarked;
