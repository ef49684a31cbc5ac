package io.cameletl.internal.adapter.console;

/** Something in the registry that serves the console by itself, so that Camel's own HTTP server need not. */
public interface ConsoleHost {}
