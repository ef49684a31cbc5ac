/**
 * What users of camel-etl write or receive: sources, transforms, targets and cursors; listeners, events, reports and
 * status; every exception. No class here does any work of a pipeline, and nothing here knows of Camel.
 *
 * <p>What may be added in a minor release, so that code written against this one goes on working:
 *
 * <ul>
 *   <li>to an interface that users implement, methods with a default;
 *   <li>to a record that users make, components, with a constructor that leaves them out: those of today stay;
 *   <li>to a record "made by camel-etl only", components: do not call its constructor outside of tests, and do not take
 *       it apart by a record pattern;
 *   <li>to enums and to the kinds of {@link io.cameletl.EtlEvent}, others: a {@code switch} needs a default branch.
 * </ul>
 */
@NullMarked
package io.cameletl;

import org.jspecify.annotations.NullMarked;
