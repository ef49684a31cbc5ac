/**
 * Whether a page may be merged before its turn, beside the page before it: by their keys, and by what their tables are like.
 * No connection is taken here, and nothing committed.
 */
@NullMarked
package io.cameletl.internal.postgres.ahead;

import org.jspecify.annotations.NullMarked;
