package io.cameletl.internal.jdbc.watch;

import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Borrows a connection that nobody else seems to need: of a pool that lends two of them at once, one. Others who come, such
 * as the renewal of a lease, find the other.
 */
final class Spare {
    private static final Duration AT_ONCE = Duration.ofMillis(250);

    private Spare() {}

    /** @return a connection; null when no two came at once, or when those that come may have died */
    static @Nullable Connection of(DataSource dataSource) {
        if (Suspicion.isOn(dataSource)) {
            return null;
        }
        long deadline = System.nanoTime() + AT_ONCE.toNanos();
        Lending first = new Lending(dataSource).start();
        Lending second = new Lending(dataSource).start();
        Connection one = first.by(deadline);
        Connection other = second.by(deadline);
        if (other != null) {
            Lending.giveBack(other);
        }
        if (one != null && other == null) {
            Lending.giveBack(one);
        }
        return other == null ? null : one;
    }
}
