package io.cameletl.internal.engine.step;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Names of those who hold leases: host, process, context, and something that makes each unique. */
final class Holders {
    private static final int LONGEST = 63;
    private static final String HOST = part(host());

    private Holders() {}

    /** @param context the name of the process's part that runs the pipeline */
    static String name(String context) {
        return HOST + "/" + ProcessHandle.current().pid() + "/" + part(context) + "/" + UUID.randomUUID();
    }

    /** Asks no name server where the system has its name at hand: that may take long. */
    private static String host() {
        try {
            Path name = Path.of("/proc/sys/kernel/hostname");
            return Files.isReadable(name)
                    ? Files.readString(name)
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String part(String name) {
        String plain = name.strip().replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.substring(0, Math.min(LONGEST, plain.length()));
    }
}
