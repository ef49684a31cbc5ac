/**
 * What users of camel-etl write or receive: sources, transforms, targets and cursors; listeners, events, reports and
 * status; every exception. No class here does any work of a pipeline, and nothing here knows of Camel.
 */
@NullMarked
package io.cameletl;

import org.jspecify.annotations.NullMarked;
