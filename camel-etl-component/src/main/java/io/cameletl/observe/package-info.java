/** Listeners that make what pipelines do visible. */
@NullMarked
package io.cameletl.observe;

import org.jspecify.annotations.NullMarked;
