package io.cameletl.pipeline;

/** What a failure says of itself. */
final class Throwables {
    private Throwables() {}

    /** @return its message, or its class where it has none */
    static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }
}
