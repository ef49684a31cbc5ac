package io.cameletl.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port for the console: one that is taken must not keep the demo from starting. */
final class Ports {
    private static final int TRIED = 100;

    private Ports() {}

    /**
     * @param first the one that is tried first
     * @throws IOException when none of the next hundred is free
     */
    static int freeFrom(int first) throws IOException {
        for (int port = first; port < first + TRIED; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
        throw new IOException("no port from " + first + " to " + (first + TRIED - 1) + " is free for the console");
    }
}
