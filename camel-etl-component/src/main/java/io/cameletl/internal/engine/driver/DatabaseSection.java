package io.cameletl.internal.engine.driver;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of database work that is under way, as seen at one moment.
 *
 * @param phase what is being done, as "load a page" or "renew the lease"
 * @param lasted for how long it has been so
 * @param backendPid the server process that does it; 0 while a connection is borrowed, or where it is not known
 * @param waitsFor what the server process waited for when it was last looked at, as {@code Lock:relation}; null when it was
 *     not looked at, or did not wait
 * @param blockedBy the server processes whose locks it waited for then
 */
public record DatabaseSection(
        String phase, Duration lasted, int backendPid, @Nullable String waitsFor, List<Integer> blockedBy) {
    public DatabaseSection {
        blockedBy = List.copyOf(blockedBy);
    }
}
