package io.cameletl.postgres;

import io.cameletl.jdbc.Identifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a record finds its row, and whether it counts.
 *
 * @param keys the columns that identify a row; empty when only a custom commit knows
 * @param version the column that tells older records; null for none
 * @param arbiter whether ON CONFLICT can name the keys
 */
record MatchRule(List<Identifier> keys, @Nullable Identifier version, boolean arbiter) {
    MatchRule {
        keys = List.copyOf(keys);
    }
}
