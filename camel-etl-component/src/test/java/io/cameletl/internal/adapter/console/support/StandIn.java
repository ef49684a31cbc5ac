package io.cameletl.internal.adapter.console.support;

import io.cameletl.internal.adapter.console.ConsoleHost;

/** Says that somebody serves the console, so that no HTTP server is needed. */
public final class StandIn implements ConsoleHost {}
