/**
 * Tables that keep each version of a row with the time of its validity: what they must be like, and the statements by which
 * staged records become their lines. When these are run, and what is done when one fails, is decided in
 * {@code io.cameletl.internal.postgres.merge}.
 */
@NullMarked
package io.cameletl.internal.postgres.history;

import org.jspecify.annotations.NullMarked;
