/** Spans of OpenTelemetry, of runs and their pages. Loaded only where its API is there. */
@NullMarked
package io.cameletl.internal.observe.trace;

import org.jspecify.annotations.NullMarked;
