/** What is measured of a load, and how it is told. */
@NullMarked
package io.cameletl.benchmark.measure;

import org.jspecify.annotations.NullMarked;
