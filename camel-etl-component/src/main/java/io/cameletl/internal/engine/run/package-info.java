/**
 * What one trigger does: runs, replays and single loads under the lease, with their progress and reports. How a page is
 * read or written is not known here.
 */
@NullMarked
package io.cameletl.internal.engine.run;

import org.jspecify.annotations.NullMarked;
