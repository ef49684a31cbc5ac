/**
 * Performs an endpoint's operations on its pipeline. How the pipeline was put together is the wiring's business.
 */
@NullMarked
package io.cameletl.internal.adapter.endpoint;

import org.jspecify.annotations.NullMarked;
