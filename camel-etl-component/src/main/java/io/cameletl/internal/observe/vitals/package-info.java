/** How the pipelines of this process are, in memory, as listeners hear of it. No database is asked here, and nobody told. */
@NullMarked
package io.cameletl.internal.observe.vitals;

import org.jspecify.annotations.NullMarked;
