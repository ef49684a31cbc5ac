package io.cameletl.internal.outlet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A logger whose arguments and failures go through the {@link Outlet}. Thread-safe. */
public final class Log {
    private final Logger logger;

    private Log(Logger logger) {
        this.logger = logger;
    }

    public static Log of(Class<?> type) {
        return new Log(LoggerFactory.getLogger(type));
    }

    public static Log of(String name) {
        return new Log(LoggerFactory.getLogger(Outlet.text(null, name)));
    }

    /**
     * @param pipeline whose line it is; null when it is no pipeline's
     * @param line the text, with {@code {}} for each argument
     * @param arguments what goes into it, and at the end the failure, if any
     */
    public void error(@Nullable String pipeline, String line, @Nullable Object... arguments) {
        logger.error(line, told(pipeline, arguments));
    }

    public void warn(@Nullable String pipeline, String line, @Nullable Object... arguments) {
        logger.warn(line, told(pipeline, arguments));
    }

    public void info(@Nullable String pipeline, String line, @Nullable Object... arguments) {
        logger.info(line, told(pipeline, arguments));
    }

    public void debug(@Nullable String pipeline, String line, @Nullable Object... arguments) {
        if (logger.isDebugEnabled()) {
            logger.debug(line, told(pipeline, arguments));
        }
    }

    private static @Nullable Object[] told(@Nullable String pipeline, @Nullable Object... arguments) {
        return Arrays.stream(arguments)
                .<@Nullable Object>map(argument -> argument instanceof Throwable failure
                        ? Outlet.logged(pipeline, failure)
                        : argument == null || argument instanceof Number
                                ? argument
                                : Outlet.text(pipeline, argument.toString()))
                .toArray();
    }
}
