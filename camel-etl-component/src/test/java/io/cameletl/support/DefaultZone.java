package io.cameletl.support;

import java.util.TimeZone;

/** Gives the JVM another default time zone until it is closed. */
public final class DefaultZone implements AutoCloseable {
    private final TimeZone before = TimeZone.getDefault();

    /** @param zone as {@code America/St_Johns} */
    public DefaultZone(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
    }

    @Override
    public void close() {
        TimeZone.setDefault(before);
    }
}
