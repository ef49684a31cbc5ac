/**
 * The console standing alone: over the state tables, with the JDK's HTTP server, in a process that runs no pipeline. What
 * it answers is the business of {@code io.cameletl.internal.console.http}.
 */
@NullMarked
package io.cameletl.internal.console.alone;

import org.jspecify.annotations.NullMarked;
