/**
 * The tables' side of a survey: pages are copied into temporary tables and held against their rows, on one connection; what
 * differs is kept there, too. No row of a target table is written, and the source is not known.
 */
@NullMarked
package io.cameletl.internal.postgres.survey;

import org.jspecify.annotations.NullMarked;
