/**
 * What every text goes through that leaves, for a log, an exception and its causes, the state tables, events or JMX: without
 * secrets, without what a terminal would act on, without values where they are to be kept. No text is worded here.
 */
@NullMarked
package io.cameletl.internal.outlet;

import org.jspecify.annotations.NullMarked;
