/** What is loaded: tables and their rows, and what the target holds before. */
@NullMarked
package io.cameletl.benchmark.shape;

import org.jspecify.annotations.NullMarked;
