package io.cameletl.internal.spring;

import io.cameletl.internal.adapter.console.ConsoleOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * What else the application serves. The console comes before all controllers, and a servlet with a path before the console:
 * what one of them has in the other's place would silently be gone.
 */
final class Neighbours {
    private Neighbours() {}

    /**
     * @param prefix the path of Spring MVC's own servlet
     * @return what is in the place of a console at that path; null for nothing
     */
    static @Nullable String at(String prefix, String console, ApplicationContext spring) {
        return Stream.concat(mapped(spring).stream().map(path -> prefix + path), servlets(spring))
                .filter(path -> ConsoleOptions.isAt(prefix + console, path))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private static Stream<String> servlets(ApplicationContext spring) {
        Collection<String> paths = new ArrayList<>();
        for (ServletRegistrationBean<?> servlet :
                spring.getBeansOfType(ServletRegistrationBean.class).values()) {
            paths.addAll(servlet.getUrlMappings());
        }
        return paths.stream();
    }

    /** @return the patterns of controllers, the actuator, Camel's routes, resources and functions */
    private static Collection<String> mapped(ApplicationContext spring) {
        Collection<String> paths = new ArrayList<>();
        for (HandlerMapping mapping :
                spring.getBeansOfType(HandlerMapping.class).values()) {
            if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
                methods.getHandlerMethods().keySet().forEach(info -> paths.addAll(info.getPatternValues()));
            } else if (mapping instanceof AbstractUrlHandlerMapping handlers && !(mapping instanceof ConsoleMapping)) {
                paths.addAll(handlers.getHandlerMap().keySet());
            } else if (mapping instanceof RouterFunctionMapping functions) {
                RouterFunction<?> routes = functions.getRouterFunction();
                if (routes != null) {
                    routes.accept(new FunctionPaths(paths));
                }
            }
        }
        return paths;
    }
}
