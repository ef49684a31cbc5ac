package io.cameletl.springboot.support;

import io.cameletl.support.TestDatabase;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A running application whose console is at {@code /etl}, unless its properties say another path. */
public final class ConsoleApplication implements AutoCloseable {
    private final ConfigurableApplicationContext spring;

    private ConsoleApplication(ConfigurableApplicationContext spring) {
        this.spring = spring;
    }

    /** @param properties each as {@code name=value} */
    public static ConsoleApplication start(
            WebApplicationType type, TestDatabase database, List<Class<?>> classes, String... properties) {
        List<String> all = new ArrayList<>(
                List.of("server.port=0", "camel.component.etl.console=/etl", "camel.main.name=console-test"));
        all.addAll(Arrays.asList(properties));
        ApplicationContextInitializer<GenericApplicationContext> beans =
                context -> context.registerBean("database", TestDatabase.class, () -> database);
        return new ConsoleApplication(new SpringApplicationBuilder(classes.toArray(Class[]::new))
                .web(type)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(beans)
                .properties(all.toArray(String[]::new))
                .run());
    }

    public ConfigurableApplicationContext spring() {
        return spring;
    }

    /** @param path from the server's root, such as {@code /etl/} */
    public URI at(String path) {
        return URI.create("http://localhost:" + spring.getEnvironment().getProperty("local.server.port") + path);
    }

    @Override
    public void close() {
        spring.close();
    }
}
