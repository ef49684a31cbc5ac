package io.cameletl.internal.jdbc.watch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.HostSpec;

/** The process that takes a server's connections. It answers the question for encryption without a login. */
final class Postmaster {
    private static final byte[] ASK_FOR_ENCRYPTION = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

    private Postmaster() {}

    /**
     * @param session one of the server's
     * @return whether somebody answers there; true as well when it is reached in a way that cannot be tried here
     */
    static boolean answers(PGConnection session, Duration time) {
        HostSpec host;
        try {
            if (!(session instanceof BaseConnection driver)
                    || ((Connection) driver).getMetaData().getURL().contains("socketFactory")) {
                return true;
            }
            host = driver.getQueryExecutor().getHostSpec();
        } catch (SQLException | RuntimeException e) {
            return true;
        }
        int millis = (int) Math.max(1, time.toMillis());
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), millis);
            socket.getOutputStream().write(ASK_FOR_ENCRYPTION);
            socket.getInputStream().read();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
