package io.cameletl.internal.schedule;

import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Refuses a second route on a trigger of Quartz's, which would take the first one's ticks or never get any. Camel has
 * this check for jobs that are not recoverable.
 */
final class OneRoutePerTimer extends LifecycleStrategySupport {
    private final CamelContext context;

    private OneRoutePerTimer(CamelContext context) {
        this.context = context;
    }

    /** Once for each context. */
    static void in(CamelContext context) {
        if (context.getLifecycleStrategies().stream().noneMatch(OneRoutePerTimer.class::isInstance)) {
            context.addLifecycleStrategy(new OneRoutePerTimer(context));
        }
    }

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        for (Route route : routes) {
            for (Route other : context.getRoutes()) {
                if (route.getEndpoint() instanceof QuartzEndpoint one
                        && other.getEndpoint() instanceof QuartzEndpoint two
                        && one.getTriggerKey().equals(two.getTriggerKey())
                        && !route.getId().equals(other.getId())) {
                    throw new IllegalArgumentException("the routes " + other.getId() + " and " + route.getId()
                            + " both begin with quartz:" + one.getGroupName() + "/" + one.getTriggerName()
                            + ", and only one of them would get its ticks. Give one another name");
                }
            }
        }
    }
}
