package io.cameletl.dsl.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** What an application's log has while this is open: all at INFO, as Camel, Quartz and pipelines log it by default. */
public final class Logged implements AutoCloseable {
    /** Date, level, thread and logger of a line. */
    private static final int BEFORE_THE_MESSAGE = 60;

    private static final Map<String, Level> USUAL = Map.of("io.cameletl.pipeline", Level.OFF);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<String> loggers =
            List.of("io.cameletl", "io.cameletl.pipeline", "org.apache.camel", "org.quartz");

    public Logged() {
        lines.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
        loggers.forEach(name -> logger(name).setLevel(Level.INFO));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** @return logger and message of each line */
    public List<String> lines() {
        return lines(line -> true);
    }

    /** @return the lines of a level or a higher one */
    public List<String> lines(Level least) {
        return lines(line -> line.getLevel().isGreaterOrEqual(least));
    }

    private List<String> lines(Predicate<ILoggingEvent> which) {
        return all().stream()
                .filter(which)
                .map(line -> line.getLevel() + " " + line.getLoggerName() + " " + line.getFormattedMessage())
                .toList();
    }

    /** @return how many bytes a file of them has, from a line on */
    public int bytesFrom(int line) {
        return all().stream().skip(line).mapToInt(Logged::bytes).sum();
    }

    private synchronized List<ILoggingEvent> all() {
        return List.copyOf(lines.list);
    }

    private static int bytes(ILoggingEvent line) {
        return BEFORE_THE_MESSAGE
                + line.getFormattedMessage().length()
                + (line.getThrowableProxy() == null
                        ? 0
                        : ThrowableProxyUtil.asString(line.getThrowableProxy()).length());
    }

    @Override
    public void close() {
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(lines);
        loggers.forEach(name -> logger(name).setLevel(USUAL.get(name)));
    }
}
