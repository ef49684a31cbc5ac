package io.cameletl.internal.adapter.wiring;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's state is.
 *
 * @param schema null for the first of the session's search path
 */
public record StatePlace(DataSource dataSource, @Nullable String schema) {}
