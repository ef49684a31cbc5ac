/**
 * What goes through Camel's messages: requests, rows, records, cursors and events, and the endpoints that are asked or
 * told. No option is read here.
 */
@NullMarked
package io.cameletl.internal.adapter.exchange;

import org.jspecify.annotations.NullMarked;
