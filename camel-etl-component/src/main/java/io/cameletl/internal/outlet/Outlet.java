package io.cameletl.internal.outlet;

import org.jspecify.annotations.Nullable;

/**
 * The one way out for texts and failures:
 *
 * <ol>
 *   <li>values that are marked as such ({@link Value}) are shown, or not where the pipeline keeps them to itself;
 *   <li>credentials are cut out ({@link Secrets});
 *   <li>control characters are shown as escapes, and at most 1 kB of it goes out ({@link Shown}).
 * </ol>
 *
 * What has gone through once goes through again unchanged. Thread-safe.
 */
public final class Outlet {
    private Outlet() {}

    /**
     * @param pipeline whose text it is; null when it is no pipeline's
     * @return the text as it may leave
     */
    public static String text(@Nullable String pipeline, String text) {
        return Shown.of(Secrets.cut(Value.resolved(text, KeptValues.by(pipeline))));
    }

    /**
     * @param text a message that may repeat what its cause says
     * @return the message as it may leave
     */
    public static String message(@Nullable String pipeline, String text, @Nullable Throwable cause) {
        return text(pipeline, Causes.marked(text, cause));
    }

    /** @return the same as {@link #text}; null for null */
    public static @Nullable String optional(@Nullable String pipeline, @Nullable String text) {
        return text == null ? null : text(pipeline, text);
    }

    /**
     * @param value what a record holds, or a key or cursor of one
     * @return the value as it may leave, whole
     */
    public static String value(String pipeline, String value) {
        return KeptValues.by(pipeline) ? Value.HIDDEN : Value.plain(value);
    }

    /** @return a text of several lines, such as a statement, without credentials; of more than 16 kB the beginning */
    public static String lines(String text) {
        return Secrets.cut(Value.plain(text));
    }

    /** @return JSON as it may leave, such as a cursor's, which often is a key: itself, or a text in its place */
    public static String json(String pipeline, String json) {
        return KeptValues.by(pipeline) ? '"' + Value.HIDDEN + '"' : json;
    }

    /** @return whether a pipeline's values are kept out of all texts */
    public static boolean keepsValues(String pipeline) {
        return KeptValues.by(pipeline);
    }

    /**
     * @return the failure, or where it, a cause of it or what was suppressed says what may not leave, a copy that does not:
     *     with the same stack trace, SQLSTATE and, where that is a class of the JDK's or PostgreSQL's driver, class
     */
    public static <T extends Throwable> T failure(@Nullable String pipeline, T failure) {
        return new Causes(pipeline).clean(failure);
    }

    /**
     * @return the same for a log: one of our own exceptions, of which callers get the same class always, is a copy as well
     *     where somebody has added what may not leave to it since it was made
     */
    static Throwable logged(@Nullable String pipeline, Throwable failure) {
        return new Causes(pipeline).logged(failure);
    }

    /** @return the same; null for null */
    public static @Nullable Throwable cause(@Nullable String pipeline, @Nullable Throwable cause) {
        return cause == null ? null : failure(pipeline, cause);
    }

    /** @return what a failure of somebody else's says, to be put into a message: all of it may be values */
    public static String words(Throwable failure) {
        String message = Causes.message(failure);
        return message == null || message.isBlank() ? failure.getClass().getName() : Value.words(message);
    }

    /** @return the same, after the name of its class */
    public static String named(Throwable failure) {
        String message = Causes.message(failure);
        String name = failure.getClass().getName();
        return message == null || message.isBlank() ? name : name + ": " + Value.words(message);
    }
}
