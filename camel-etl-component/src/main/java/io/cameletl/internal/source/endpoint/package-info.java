/**
 * Pages and cursors made of the rows that a user's endpoint answered. No endpoint is asked here.
 */
@NullMarked
package io.cameletl.internal.source.endpoint;

import org.jspecify.annotations.NullMarked;
