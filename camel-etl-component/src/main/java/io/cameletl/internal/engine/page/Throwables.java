package io.cameletl.internal.engine.page;

/** What a failure says of itself. */
public final class Throwables {
    private Throwables() {}

    /** @return its message, or its class where it has none */
    public static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }
}
