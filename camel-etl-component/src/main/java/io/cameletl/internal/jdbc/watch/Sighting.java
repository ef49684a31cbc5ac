package io.cameletl.internal.jdbc.watch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server process as another connection finds it.
 *
 * @param state as in pg_stat_activity; null when it is not shown
 * @param waitsFor type and name of what it waits for; null for nothing
 * @param change what is another whenever the process has done something: times of its state and statement, bytes copied
 * @param blockedBy the processes whose locks it waits for
 */
public record Sighting(@Nullable String state, @Nullable String waitsFor, String change, List<Integer> blockedBy) {
    /** @return whether it waits for something that our thread is to send, or to take */
    boolean waitsForUs() {
        if (state == null) {
            return false;
        }
        return switch (state) {
            case "idle", "idle in transaction", "idle in transaction (aborted)" -> true;
            case "active", "fastpath function call" ->
                "Client:ClientRead".equals(waitsFor) || "Client:ClientWrite".equals(waitsFor);
            default -> false;
        };
    }

    String inWords() {
        return state + (waitsFor == null ? "" : ", waiting for " + waitsFor);
    }
}
