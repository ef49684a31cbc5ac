package io.cameletl.internal.engine;

import io.cameletl.ExtractRequest;

/**
 * The answer to "what is next?".
 *
 * @param request what to read
 * @param version the position's version; a load that names it cannot overtake another
 */
public record NextPage<C>(ExtractRequest<C> request, long version) {}
