/**
 * The listener that logs. Nothing here changes what a pipeline does.
 */
@NullMarked
package io.cameletl.internal.observe.log;

import org.jspecify.annotations.NullMarked;
