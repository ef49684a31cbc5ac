package io.cameletl.console;

import io.cameletl.internal.console.alone.AloneServer;

/**
 * The console standing alone over the state tables of pipelines that run elsewhere: {@code java -cp ...
 * io.cameletl.console.Console jdbc:postgresql://host/database}. Called without arguments it says which there are.
 */
public final class Console {
    private Console() {}

    /**
     * Serves the console until the process ends.
     *
     * @param arguments the state database's URL, and options
     */
    public static void main(String[] arguments) {
        try {
            AloneServer server = AloneServer.start(arguments);
            System.out.println("console: " + server.address());
        } catch (IllegalArgumentException e) {
            System.err.println("console: " + e.getMessage());
            System.exit(2);
        }
    }
}
