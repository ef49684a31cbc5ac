package io.cameletl.support;

import java.util.stream.Stream;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container. */
public final class ContainerServer implements PostgresServer {

    private final PostgreSQLContainer container;

    private ContainerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    // The container is this object's to close.
    @SuppressWarnings("resource")
    static ContainerServer start(String image) {
        try {
            PostgreSQLContainer container = new PostgreSQLContainer(
                            DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                    .withDatabaseName("postgres")
                    .withCommand(command());
            container.start();
            return new ContainerServer(container);
        } catch (IllegalStateException | ContainerLaunchException e) {
            throw new IllegalStateException(
                    "Docker does not start image " + image + "; name another one with -Detl.test.postgres.image,"
                            + " or do without Docker by leaving out -Detl.test.docker=true",
                    e);
        }
    }

    private static String[] command() {
        Stream<String> settings = ServerSettings.SHARED.entrySet().stream()
                .flatMap(setting -> Stream.of("-c", setting.getKey() + "=" + setting.getValue()));
        return Stream.concat(Stream.of("postgres"), settings).toArray(String[]::new);
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + container.getHost() + ":"
                + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + database;
    }

    @Override
    public String user() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public void close() {
        container.stop();
    }
}
