/**
 * Surveys of the tables of a pipeline: what the records that its transform makes of the whole source say about them. Only
 * interfaces and values; {@code io.cameletl.internal.postgres.survey} has the tables' side, and who reads the source is in
 * {@code io.cameletl.internal.engine.reconcile}.
 */
@NullMarked
package io.cameletl.internal.engine.survey;

import org.jspecify.annotations.NullMarked;
