package io.cameletl.internal.adapter.control;

import io.cameletl.internal.observe.vitals.Vitals;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of a pipeline without asking anybody.
 *
 * @param vitals all of it; the error is not for everybody
 * @param lastError the last failure as the caller may see it; null when there is none
 */
public record HeardVitals(Vitals vitals, @Nullable String lastError) {}
