package io.cameletl.internal.outlet;

import java.io.PrintStream;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Says why a pipeline cannot start where nobody else does: camel-main only logs that a start has failed, and without a
 * binding of SLF4J on the class path there is no log.
 */
public final class LastResort {
    private LastResort() {}

    /** Writes a line to the standard error where there is no log, and does nothing else. */
    public static void tell(Throwable failure) {
        if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
            PrintStream err = System.err;
            err.println(Outlet.text(null, Outlet.words(failure)));
        }
    }
}
