/**
 * Reads the options of an endpoint and of the route template: their texts, lists and references, what is particular to
 * single tables, and the rules between them. Nothing is built here.
 */
@NullMarked
package io.cameletl.internal.adapter.options;

import org.jspecify.annotations.NullMarked;
