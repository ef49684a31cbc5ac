package io.cameletl.internal.engine.driver;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A piece of database work that is under way, as seen at one moment.
 *
 * @param phase what is being done, as "load a page" or "renew the lease"
 * @param lasted for how long it has been so
 * @param backendPid the server process that does it; 0 while a connection is borrowed, or where it is not known
 * @param process what the server process did when it was last looked at; null while it was not, which takes some seconds
 */
public record DatabaseSection(String phase, Duration lasted, int backendPid, @Nullable ServerProcess process) {
    /**
     * A server process at one moment.
     *
     * @param waitsFor what it waited for, as {@code Lock:relation}; null when it did not wait
     * @param blockedBy the server processes whose locks it waited for
     */
    public record ServerProcess(@Nullable String waitsFor, List<Integer> blockedBy) {
        public ServerProcess {
            blockedBy = List.copyOf(blockedBy);
        }

        /** @return what it waited for and who has it; null when it did not wait */
        public @Nullable String words() {
            if (waitsFor == null) {
                return null;
            }
            return "waits for " + waitsFor + (blockedBy.isEmpty() ? "" : ", blocked by session " + blockedBy + ends());
        }

        /** What ends a session; a transaction that is prepared has none, and is 0. */
        private String ends() {
            return blockedBy.stream()
                    .filter(session -> session != 0)
                    .map(session -> "SELECT pg_terminate_backend(" + session + ")")
                    .collect(Collectors.collectingAndThen(
                            Collectors.joining("; "), ends -> ends.isEmpty() ? "" : ", which this ends: " + ends));
        }
    }

    /** @return whether it is at a server that may yet say what it does */
    public boolean isToBeLookedAt() {
        return backendPid != 0 && process == null;
    }
}
