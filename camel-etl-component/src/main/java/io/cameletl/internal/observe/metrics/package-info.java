/** The meters of Micrometer, fed by what listeners hear and by the vitals. Loaded only where Micrometer is there. */
@NullMarked
package io.cameletl.internal.observe.metrics;

import org.jspecify.annotations.NullMarked;
