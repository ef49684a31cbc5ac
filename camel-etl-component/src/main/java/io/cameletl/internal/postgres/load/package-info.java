/**
 * What the steps of a page's load share: the context, the savepoints, and how bad records are found, named and counted.
 * The statements of the steps themselves are in the rooms above.
 */
@NullMarked
package io.cameletl.internal.postgres.load;

import org.jspecify.annotations.NullMarked;
