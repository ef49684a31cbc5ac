/** The console as a program of its own. What it does is below {@code io.cameletl.internal}. */
@NullMarked
package io.cameletl.console;

import org.jspecify.annotations.NullMarked;
