package io.cameletl.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a port for a server that gives it up and wants it back. */
public final class FreePort {

    private FreePort() {}

    /**
     * A port that is free now, below the range from which systems give ports to outgoing connections: while the server
     * is down, no client can take it, or connect to itself on it.
     *
     * @throws IOException when 200 tries found none
     */
    public static int pick() throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: try another one
            }
        }
        throw new IOException("Found no free port between 20000 and 32000");
    }
}
