/** The console in a servlet container. What it answers is the business of {@code io.cameletl.internal.console.http}. */
@NullMarked
package io.cameletl.internal.console.servlet;

import org.jspecify.annotations.NullMarked;
