package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a record finds its row, and whether it counts.
 *
 * @param keys the columns that identify a row; empty when only a custom commit knows
 * @param version the column that tells older records; null for none
 * @param arbiter whether ON CONFLICT can name the keys
 */
public record MatchRule(List<Identifier> keys, @Nullable Identifier version, boolean arbiter) {
    public MatchRule {
        keys = List.copyOf(keys);
    }
}
