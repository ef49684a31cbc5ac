/**
 * The types a user of camel-etl writes against: sources, targets, cursors and the records that travel between them.
 * Nothing here knows of Camel.
 */
@NullMarked
package io.cameletl;

import org.jspecify.annotations.NullMarked;
