package io.cameletl.internal.postgres.load;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.watch.Section;
import java.sql.SQLException;

/** A step of a page's load that users have written. */
@FunctionalInterface
public interface UserStep {
    void take() throws Exception;

    /**
     * Takes the step. SQL failures and those that name the pipeline go on as they are, for they say whether another try
     * may help.
     *
     * @param what names the step in the message of another failure: "the staging hook"
     * @throws EtlException when the step fails in another way
     */
    static void take(String pipeline, String what, UserStep step) throws SQLException {
        Section.inUsersHands(true);
        try {
            step.take();
        } catch (SQLException | EtlException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new EtlException(
                    pipeline,
                    what + " failed, nothing of the page was written: " + e + ". Correct it, or what it was given; the"
                            + " page comes again",
                    e);
        } finally {
            Section.inUsersHands(false);
        }
    }
}
