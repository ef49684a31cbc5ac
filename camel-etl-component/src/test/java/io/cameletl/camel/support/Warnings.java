package io.cameletl.camel.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The warnings that io.cameletl logs while this is open. */
public final class Warnings implements AutoCloseable {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.cameletl.internal");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    public Warnings() {
        logged.start();
        LOG.addAppender(logged);
    }

    public List<String> all() {
        return List.copyOf(logged.list).stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        LOG.detachAppender(logged);
    }
}
