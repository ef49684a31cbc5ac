/**
 * The load of one page on one connection, from its first statement to its commit, and the connection that serves one page
 * after another. The single steps are in the rooms {@code staging}, {@code merge} and {@code load}.
 */
@NullMarked
package io.cameletl.internal.postgres.page;

import org.jspecify.annotations.NullMarked;
