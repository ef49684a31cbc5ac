package io.cameletl;

import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline stands.
 *
 * @param version counts every change of the position; a change names the version it starts from
 * @param cursor after the last committed page; null before the first
 * @param window the window in hand, or the last one, drained
 */
public record Position(long version, @Nullable StoredCursor cursor, Window window) {}
