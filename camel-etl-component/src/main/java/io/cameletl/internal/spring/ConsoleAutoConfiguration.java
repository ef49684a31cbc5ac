package io.cameletl.internal.spring;

import io.cameletl.camel.component.EtlComponent;
import io.cameletl.internal.adapter.console.ConsoleHost;
import io.cameletl.internal.adapter.console.ContextConsole;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.console.servlet.ServletPlace;
import jakarta.servlet.Servlet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The console by the web server of a Spring Boot application. It is a mapping of Spring MVC and no servlet of its own: for
 * one beside it, patterns of Spring Security may mean something else than they say. Loaded only where Spring MVC is.
 */
@AutoConfiguration(after = EtlAutoConfiguration.class)
@ConditionalOnClass({CamelAutoConfiguration.class, Servlet.class, DispatcherServlet.class})
@ConditionalOnBean(CamelAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnHierarchicalProperties({"camel.component", EtlProperties.PREFIX})
@ConditionalOnProperty(prefix = EtlProperties.PREFIX, name = "console")
public final class ConsoleAutoConfiguration {
    /** @return what finds the console in Camel's context once that has started */
    @Bean
    ConsoleMapping etlConsole(Environment environment, ObjectProvider<CamelContext> camel) {
        return new ConsoleMapping(
                environment.getRequiredProperty(EtlProperties.PREFIX + ".console"),
                new ServletPlace(
                        () -> Optional.ofNullable(camel.getIfAvailable()).flatMap(ContextConsole::of),
                        () -> named(camel.getObject())));
    }

    private static Set<String> named(CamelContext camel) {
        EtlComponent etl = camel.getComponent("etl", EtlComponent.class);
        Roles roles = Roles.of(etl.getViewers(), etl.getOperators(), etl.getRepairers());
        return Stream.of(roles.viewers(), roles.operators(), roles.repairers())
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    @Bean
    ConsoleHost etlConsoleHost(WebApplicationContext spring, ConsoleMapping mapping) {
        return new SpringHost(spring, mapping.console());
    }

    /** @return makes the component also where no route has: the console is there before the first pipeline */
    @Bean
    CamelContextConfiguration etlConsoleStart() {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                camel.getComponent("etl");
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {}
        };
    }
}
