/**
 * What a database server must be to hold a pipeline's target, its state or its source. What is asked of it is not known
 * here.
 */
@NullMarked
package io.cameletl.internal.server;

import org.jspecify.annotations.NullMarked;
