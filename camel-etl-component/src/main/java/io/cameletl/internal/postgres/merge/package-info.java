/**
 * From staging into the target tables: the generated statements, their order, and what is done when one fails. Nothing is
 * copied or committed here.
 */
@NullMarked
package io.cameletl.internal.postgres.merge;

import org.jspecify.annotations.NullMarked;
