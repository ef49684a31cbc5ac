/**
 * The URIs and registry names that a pipeline's route is written with. The routes themselves are in
 * {@link io.cameletl.dsl}.
 */
@NullMarked
package io.cameletl.internal.route;

import org.jspecify.annotations.NullMarked;
