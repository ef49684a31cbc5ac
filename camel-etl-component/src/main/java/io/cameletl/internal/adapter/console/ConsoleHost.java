package io.cameletl.internal.adapter.console;

/** Something in the registry that serves the console by itself, so that Camel's own HTTP server need not. */
public interface ConsoleHost {
    /** @return how users are made known to it, in a sentence */
    String advice();

    /**
     * The context has started.
     *
     * @param path what the option {@code console} says
     * @throws IllegalStateException when the console cannot be served there
     */
    void started(String path);
}
