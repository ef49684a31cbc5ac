package io.cameletl.identities.support;

import io.cameletl.RunReport;
import io.cameletl.support.TestDatabase;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The Go original's two databases, with the pipeline between them, which runs when it is told to. */
public final class IdentitySystem implements AutoCloseable {
    private final CamelContext camel = new DefaultCamelContext();

    public IdentitySystem(Sync sync, TestDatabase legacy, TestDatabase identity) throws Exception {
        legacy.execute(ChangeTime.sql("legacy"));
        identity.execute(ChangeTime.sql("identity"));
        camel.getRegistry().bind("legacy", legacy.dataSource());
        camel.getRegistry().bind("identity", identity.dataSource());
        camel.getRegistry().bind("identityTransform", new IdentityTransform(sync.deletion()));
        if (sync.way() == Sync.Way.YAML) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("identities.yaml", sync.yaml()));
        } else {
            camel.addRoutes(new IdentityRoutes(sync, legacy.dataSource(), identity.dataSource()));
        }
        AdviceWith.adviceWith(camel, "identities", route -> route.replaceFromWith("direct:identities"));
        camel.start();
    }

    public RunReport run() {
        return camel.createProducerTemplate().requestBody("direct:identities", null, RunReport.class);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
