/** Who loads: the yardstick, camel-etl, and what a Camel user does today. */
@NullMarked
package io.cameletl.benchmark.loader;

import org.jspecify.annotations.NullMarked;
