/**
 * The URIs and registry names that a pipeline's route is written with, and how texts get through Camel's URIs unchanged,
 * whoever wrote the route. The routes themselves are in {@link io.cameletl.dsl}.
 */
@NullMarked
package io.cameletl.internal.route;

import org.jspecify.annotations.NullMarked;
