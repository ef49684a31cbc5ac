package io.cameletl.support;

import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * Tells whether Docker is there. Testcontainers alone takes seconds and logs stack traces on a machine without; so it
 * is asked only when something listens where an engine would.
 */
public final class DockerEngine {

    private DockerEngine() {}

    public static boolean answers() {
        return mayAnswer() && DockerClientFactory.instance().isDockerAvailable();
    }

    private static boolean mayAnswer() {
        String host = TestcontainersConfiguration.getInstance().getEnvVarOrUserProperty("docker.host", "");
        if (host.startsWith("unix:")) {
            return listens(Path.of(URI.create(host).getPath()));
        }
        if (!host.isEmpty() || System.getProperty("os.name").startsWith("Windows")) {
            return true;
        }
        String home = System.getProperty("user.home");
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", home + "/.docker/run");
        return List.of(
                        Path.of("/var/run/docker.sock"),
                        Path.of(runtime, "docker.sock"),
                        Path.of(home, ".docker", "run", "docker.sock"),
                        Path.of(home, ".docker", "desktop", "docker.sock"))
                .stream()
                .anyMatch(DockerEngine::listens);
    }

    private static boolean listens(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
