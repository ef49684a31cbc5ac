/**
 * Pipelines as JMX shows and steers them. Nothing here runs by itself.
 */
@NullMarked
package io.cameletl.internal.adapter.management;

import org.jspecify.annotations.NullMarked;
