package io.cameletl.internal.adapter.console.support;

import io.cameletl.internal.adapter.console.ConsoleHost;

/** Says that somebody serves the console, so that no HTTP server is needed. */
public final class StandIn implements ConsoleHost {
    @Override
    public String advice() {
        return "Nobody is known here,";
    }

    @Override
    public void started(String path) {}
}
