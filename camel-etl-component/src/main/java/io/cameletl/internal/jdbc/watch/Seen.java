package io.cameletl.internal.jdbc.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A section as seen at one moment.
 *
 * @param phase what is being done
 * @param lasted for how long
 * @param pid the server process; 0 when there is none yet, or it is not known
 * @param process what the server process was last seen to do; null while it was not looked at
 */
public record Seen(String phase, Duration lasted, int pid, @Nullable Sighting process) {
    boolean isBlocked() {
        return process != null && !process.blockedBy().isEmpty();
    }
}
