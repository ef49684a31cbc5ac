/**
 * The observers of a context's pipelines, as far as the class path has what they observe for, and Camel's health checks.
 * What is counted and kept is the business of {@code io.cameletl.internal.observe}.
 */
@NullMarked
package io.cameletl.internal.adapter.observing;

import org.jspecify.annotations.NullMarked;
