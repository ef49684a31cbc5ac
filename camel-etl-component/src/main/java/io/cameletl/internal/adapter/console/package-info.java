/**
 * The console of a Camel context: what its pipelines are like in this process, and the HTTP server that it is served by.
 * What is shown and answered is the business of {@code io.cameletl.internal.console}.
 */
@NullMarked
package io.cameletl.internal.adapter.console;

import org.jspecify.annotations.NullMarked;
