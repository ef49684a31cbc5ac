package io.cameletl.camel.support;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** An application of camel-main whose endpoint, the argument, cannot start. */
public final class BadStart {
    private BadStart() {}

    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to(arguments[0]);
            }
        });
        main.run();
        System.exit(main.getExitCode());
    }
}
