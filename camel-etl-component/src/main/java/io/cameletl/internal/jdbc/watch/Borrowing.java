package io.cameletl.internal.jdbc.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Borrows a connection on another thread: a login that hangs cannot be ended from outside, but it need not be waited for.
 * A pool that has none to lend may be waited for, as others give theirs back, for some minutes.
 */
final class Borrowing {
    private static final Duration TO_TRY = Duration.ofSeconds(20);

    private Borrowing() {}

    /** @throws SQLException also when no connection comes in time */
    static Connection from(DataSource dataSource, Section section) throws SQLException {
        long tryUntil = System.nanoTime() + TO_TRY.toNanos();
        while (true) {
            Connection borrowed = new Lending(dataSource).start().await(section);
            try {
                if (!Suspicion.isOn(dataSource) || borrowed.isValid(1) || System.nanoTime() - tryUntil >= 0) {
                    ServerName.learn(borrowed);
                    return borrowed;
                }
            } catch (Throwable failure) {
                Lending.giveBack(borrowed);
                throw failure;
            }
            Inquiry.end(borrowed);
            Lending.giveBack(borrowed);
        }
    }
}
