package io.cameletl.internal.jdbc.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Borrows a connection that nobody else seems to need: of a pool that lends two of them at once, one. Others who come, such
 * as the renewal of a lease, find the other.
 */
final class Spare {
    private static final Duration AT_ONCE = Duration.ofMillis(250);

    private final DataSource dataSource;
    private final CompletableFuture<Connection> lent = new CompletableFuture<>();

    /** Given back as soon as it is known whether there are two. */
    private final AtomicReference<@Nullable Connection> other = new AtomicReference<>();

    private Spare(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @return a connection; null when none came at once, or when those that come may have died */
    static @Nullable Connection of(DataSource dataSource) {
        if (Suspicion.isOn(dataSource)) {
            return null;
        }
        Spare spare = new Spare(dataSource);
        Daemons.start("etl-borrow", spare::borrow);
        return spare.await();
    }

    private void borrow() {
        try {
            other.set(dataSource.getConnection());
            if (!lent.isDone()) {
                Connection connection = dataSource.getConnection();
                if (!lent.complete(connection)) {
                    connection.close();
                }
            }
        } catch (SQLException | RuntimeException e) {
            lent.completeExceptionally(e);
        } finally {
            giveOtherBack();
        }
    }

    private void giveOtherBack() {
        Connection unused = other.getAndSet(null);
        if (unused != null) {
            try {
                unused.close();
            } catch (SQLException | RuntimeException e) {
                // The pool has no use for it.
            }
        }
    }

    private @Nullable Connection await() {
        boolean interrupted = false;
        try {
            return lent.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return null;
        } catch (TimeoutException e) {
            return givenUp();
        } catch (InterruptedException e) {
            interrupted = true;
            return givenUp();
        } finally {
            // Whoever waits for a pool's last connection may be kept waiting for long.
            giveOtherBack();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** It may have come in this very moment. */
    private @Nullable Connection givenUp() {
        return lent.cancel(false) || lent.isCompletedExceptionally() ? null : lent.join();
    }
}
