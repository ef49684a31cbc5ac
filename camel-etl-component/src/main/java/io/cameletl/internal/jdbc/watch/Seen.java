package io.cameletl.internal.jdbc.watch;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A section as seen at one moment.
 *
 * @param phase what is being done
 * @param lasted for how long
 * @param pid the server process; 0 when there is none yet, or it is not known
 * @param waitsFor what the server process was last seen to wait for; null for nothing
 * @param blockedBy whose locks it was last seen to wait for
 */
public record Seen(String phase, Duration lasted, int pid, @Nullable String waitsFor, List<Integer> blockedBy) {}
