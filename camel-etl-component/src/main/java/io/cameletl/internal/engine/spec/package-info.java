/**
 * What a pipeline is made of and how it goes about its work, checked when it is made. Nothing here runs.
 */
@NullMarked
package io.cameletl.internal.engine.spec;

import org.jspecify.annotations.NullMarked;
