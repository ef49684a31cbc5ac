/**
 * Reads for the console what the state tables say: at most one statement a second for all that look at the list, and one
 * for each pipeline that is looked at. Who may see what of it is not known here.
 */
@NullMarked
package io.cameletl.internal.console.state;

import org.jspecify.annotations.NullMarked;
