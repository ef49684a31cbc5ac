package io.cameletl.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A TCP proxy before a server that can swallow what goes through it: sockets stay open, and nothing is forwarded any more.
 * That is what a firewall does that forgets a connection, or a cable that is pulled. It can be a long one besides, on which
 * each piece takes its time.
 */
public final class Wire implements AutoCloseable {
    private final String host;
    private final int port;
    private final Duration delay;
    private final ServerSocket entry = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean deaf;
    private volatile Consumer<Line> listener = line -> {};

    public Wire(String host, int port) throws IOException {
        this(host, port, Duration.ZERO);
    }

    /** @param delay how long each piece is on its way, in either direction; the throughput stays */
    public Wire(String host, int port, Duration delay) throws IOException {
        this.host = host;
        this.port = port;
        this.delay = delay;
        daemon(this::accept);
    }

    /** @return how many bytes went through it, in both directions */
    public long bytes() {
        return bytes.get();
    }

    public int port() {
        return entry.getLocalPort();
    }

    /** @param heard called before each piece that a client sends is forwarded */
    public void onRequest(Consumer<Line> heard) {
        listener = heard;
    }

    /** The connections that are there now say nothing any more, in either direction. New ones work. */
    public void swallow() {
        lines.forEach(Line::swallow);
    }

    /** Nothing comes through any more, on whatever connection. */
    public void swallowAll() {
        deaf = true;
        swallow();
    }

    /** New connections work again. */
    public void mend() {
        deaf = false;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                new Line(entry.accept()).start();
            } catch (IOException e) {
                // It was closed, or the server is away: the client sees it.
            }
        }
    }

    @Override
    public void close() throws IOException {
        entry.close();
        lines.forEach(Line::close);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection through the proxy. */
    public final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean noRequests;
        private volatile boolean noAnswers;
        private volatile String last = "";

        private Line(Socket client) throws IOException {
            this.client = client;
            this.server = deaf ? new Socket() : new Socket(host, port);
            client.setTcpNoDelay(true);
        }

        private void start() throws IOException {
            lines.add(this);
            if (deaf) {
                swallow();
                return;
            }
            server.setTcpNoDelay(true);
            daemon(() -> pump(client, server, true));
            daemon(() -> pump(server, client, false));
        }

        /** Nothing is forwarded any more. */
        public void swallow() {
            noRequests = true;
            noAnswers = true;
        }

        /** What is asked arrives, and what is answered does not. */
        public void swallowAnswers() {
            noAnswers = true;
        }

        /** @return the piece that is about to be forwarded, as text */
        public String request() {
            return last;
        }

        private void pump(Socket from, Socket to, boolean requests) {
            byte[] buffer = new byte[8192];
            try (DelayedStream out = new DelayedStream(to.getOutputStream(), delay.toNanos())) {
                InputStream in = from.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    bytes.addAndGet(length);
                    if (requests) {
                        last = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
                        listener.accept(this);
                    }
                    if (requests ? noRequests : noAnswers) {
                        continue;
                    }
                    out.write(buffer, 0, length);
                }
                if (!(noRequests || noAnswers)) {
                    out.flush();
                    close();
                }
            } catch (IOException e) {
                if (!(noRequests || noAnswers)) {
                    close();
                }
            }
        }

        private void close() {
            lines.remove(this);
            try (client;
                    server) {
                // closed both
            } catch (IOException e) {
                // it is closed
            }
        }
    }
}
