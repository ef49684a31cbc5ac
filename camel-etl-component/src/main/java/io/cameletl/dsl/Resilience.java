package io.cameletl.dsl;

import io.cameletl.EtlException;
import io.cameletl.internal.breaker.BreakerSettings;
import io.cameletl.internal.route.RouteBeans;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;

/** Keeps resilience4j out of the classes that pipelines without a circuit breaker use. */
final class Resilience {
    private Resilience() {}

    /** @return the name of the bean */
    static String bind(BreakerSettings settings, RouteBeans beans) {
        try {
            RunCircuitBreaker breaker = new RunCircuitBreaker();
            breaker.setFailureThreshold(settings.failureThreshold());
            breaker.setCooldown(settings.cooldown());
            return beans.reference("circuitBreaker", breaker).substring(1);
        } catch (NoClassDefFoundError e) {
            throw new EtlException(
                    beans.pipeline(),
                    "a circuit breaker needs resilience4j on the class path. Add org.apache.camel:camel-resilience4j",
                    e);
        }
    }

    static Class<? extends Exception> refusal() {
        return CallNotPermittedException.class;
    }
}
