package io.cameletl.internal.spring;

import io.cameletl.internal.adapter.console.ConsoleHost;
import io.cameletl.internal.outlet.Log;
import java.util.Objects;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletPath;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.boot.web.server.Ssl;
import org.springframework.web.context.WebApplicationContext;

/** The web server of the application, in which the console has its mapping from the server's start. */
final class SpringHost implements ConsoleHost {
    private static final Log LOG = Log.of(SpringHost.class);

    private final WebApplicationContext spring;
    private final String path;

    /** @param path the mapping's */
    SpringHost(WebApplicationContext spring, String path) {
        this.spring = spring;
        this.path = path;
    }

    @Override
    public String advice() {
        return "In Spring Boot that is spring-boot-starter-security with its users, whose own token against forged requests is"
                + " not asked for at the console's path,";
    }

    @Override
    public void started(String option) {
        if (!option.equals(path)) {
            throw new IllegalStateException("console=" + option + " is set in Java, and the property "
                    + EtlProperties.PREFIX + ".console=" + path + " is the web server's: set it there only");
        }
        String prefix = spring.getBeanProvider(DispatcherServletPath.class).stream()
                .findFirst()
                .map(DispatcherServletPath::getPrefix)
                .orElse("");
        String taken = Neighbours.at(prefix, path, spring);
        if (taken != null) {
            throw new IllegalStateException("console=" + path + ": something else is served at " + taken
                    + ". Give the console another path, or that");
        }
        String root = Objects.requireNonNull(spring.getServletContext(), "a web application has one")
                .getContextPath();
        LOG.info(null, "console: {}{}{}{}/", server(), root, prefix, path);
    }

    /** @return empty in a container that was not started from here */
    private String server() {
        if (!(spring instanceof WebServerApplicationContext server)) {
            return "";
        }
        boolean secure = spring.getBeanProvider(ServerProperties.class).stream()
                .anyMatch(properties -> Ssl.isEnabled(properties.getSsl()));
        return (secure ? "https" : "http") + "://localhost:"
                + server.getWebServer().getPort();
    }
}
