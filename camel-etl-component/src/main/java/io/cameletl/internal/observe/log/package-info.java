/**
 * The listener that logs. Another listener of our own gets a room beside this one. Nothing here changes what a
 * pipeline does.
 */
@NullMarked
package io.cameletl.internal.observe.log;

import org.jspecify.annotations.NullMarked;
