package io.cameletl.camel.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.security.auth.Subject;

/** A connector that lets clients in by their names, whatever their passwords. */
public final class JmxClients implements AutoCloseable {
    private final JMXConnectorServer server;
    private final List<JMXConnector> clients = new ArrayList<>();

    public JmxClients() throws IOException {
        JMXAuthenticator names = credentials ->
                new Subject(true, Set.of(new JMXPrincipal(((String[]) credentials)[0])), Set.of(), Set.of());
        server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "localhost", 0),
                Map.of(JMXConnectorServer.AUTHENTICATOR, names),
                PipelineMBean.SERVER);
        server.start();
    }

    @SuppressWarnings("BanJNDI") // the server is ours
    public MBeanServerConnection connect(String name) throws IOException {
        JMXConnector client = JMXConnectorFactory.connect(
                server.getAddress(), Map.of(JMXConnector.CREDENTIALS, new String[] {name, "secret"}));
        clients.add(client);
        return client.getMBeanServerConnection();
    }

    @Override
    public void close() throws IOException {
        for (JMXConnector client : clients) {
            client.close();
        }
        server.stop();
    }
}
