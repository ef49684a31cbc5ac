/**
 * When runs start: Quartz triggers, first and late ticks, handing over in a cluster. What a tick starts is not known here.
 */
@NullMarked
package io.cameletl.internal.schedule;

import org.jspecify.annotations.NullMarked;
