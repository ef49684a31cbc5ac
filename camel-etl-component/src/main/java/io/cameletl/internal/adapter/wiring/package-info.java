/**
 * Makes a pipeline of the engine from the options of an endpoint, and refuses those that cannot work. No message and no
 * page passes here.
 */
@NullMarked
package io.cameletl.internal.adapter.wiring;

import org.jspecify.annotations.NullMarked;
