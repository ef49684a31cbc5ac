/**
 * Which database work is under way, and whether its connections still live: connections that died without a word are cut,
 * statements are cancelled at a stop. What the work is, is not known here.
 */
@NullMarked
package io.cameletl.internal.jdbc.watch;

import org.jspecify.annotations.NullMarked;
