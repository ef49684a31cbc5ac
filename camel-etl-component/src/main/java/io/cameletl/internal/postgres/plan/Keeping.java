package io.cameletl.internal.postgres.plan;

import io.cameletl.Deletes;
import io.cameletl.Strategy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a table keeps of the versions of a row, and of rows that are gone.
 *
 * @param strategy what of the versions
 * @param deletes what of rows that are gone
 * @param validFrom with {@link Strategy#HISTORY}: the column that says since when a line is valid
 * @param validTo with {@link Strategy#HISTORY}: the column that says until when
 */
public record Keeping(Strategy strategy, Deletes deletes, String validFrom, String validTo) {
    /** The last version, and nothing of rows that are gone. */
    public static final Keeping LAST = of(Strategy.MERGE, Deletes.DELETE);

    public static Keeping of(Strategy strategy, Deletes deletes) {
        return new Keeping(strategy, deletes, "valid_from", "valid_to");
    }

    /** @return the option by which the table has more than the last version of each row that is there; null for none */
    public @Nullable String more() {
        if (strategy != Strategy.MERGE) {
            return "strategy=" + strategy.name().toLowerCase(Locale.ROOT);
        }
        return deletes == Deletes.IGNORE ? "deletes=ignore" : null;
    }
}
