/** The two databases, and the ways to them. */
@NullMarked
package io.cameletl.benchmark.database;

import org.jspecify.annotations.NullMarked;
