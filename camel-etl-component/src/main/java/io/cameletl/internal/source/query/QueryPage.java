package io.cameletl.internal.source.query;

import io.cameletl.Rows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page as it was read.
 *
 * @param rows its rows
 * @param end the last row's cursor values as text; empty when there are no rows
 * @param next the cursor values of the row that follows; null when there is none
 */
record QueryPage(Rows rows, List<String> end, @Nullable List<String> next) {}
