package io.cameletl.support;

import java.util.Properties;
import org.postgresql.Driver;

/** A server somebody else runs, given by a JDBC URL with user and password in its query. */
public final class ExternalServer implements PostgresServer {

    private final String url;
    private final Properties parsed;

    public ExternalServer(String url) {
        Properties properties = Driver.parseURL(url, new Properties());
        if (properties == null) {
            throw new IllegalStateException(
                    "etl.test.postgres must be like jdbc:postgresql://host/db?user=..&password=.., not: " + url);
        }
        this.url = url;
        this.parsed = properties;
    }

    @Override
    public String jdbcUrl(String database) {
        int query = url.indexOf('?');
        String address = query < 0 ? url : url.substring(0, query);
        String options = query < 0 ? "" : url.substring(query + 1).replaceAll("(user|password)=[^&]*(&|$)", "");
        return address.substring(0, address.lastIndexOf('/') + 1) + database + (options.isEmpty() ? "" : "?" + options);
    }

    @Override
    public String user() {
        return parsed.getProperty("user", System.getProperty("user.name"));
    }

    @Override
    public String password() {
        return parsed.getProperty("password", "");
    }

    @Override
    public String adminDatabase() {
        return parsed.getProperty("PGDBNAME", "postgres");
    }

    @Override
    public void close() {
        // not ours to stop
    }
}
