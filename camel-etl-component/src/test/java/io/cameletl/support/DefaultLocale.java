package io.cameletl.support;

import java.util.Locale;

/** Gives the JVM another default locale until it is closed. */
public final class DefaultLocale implements AutoCloseable {
    private final Locale before = Locale.getDefault();
    private final Locale display = Locale.getDefault(Locale.Category.DISPLAY);
    private final Locale format = Locale.getDefault(Locale.Category.FORMAT);

    /** @param tag as {@code fa-IR}, whose digits are not 0 to 9, or {@code tr-TR}, whose small I has no dot */
    public DefaultLocale(String tag) {
        Locale.setDefault(Locale.forLanguageTag(tag));
    }

    @Override
    public void close() {
        Locale.setDefault(before);
        Locale.setDefault(Locale.Category.DISPLAY, display);
        Locale.setDefault(Locale.Category.FORMAT, format);
    }
}
