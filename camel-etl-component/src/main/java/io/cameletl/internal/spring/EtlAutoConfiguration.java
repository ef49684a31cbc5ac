package io.cameletl.internal.spring;

import io.cameletl.camel.component.EtlComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Loaded only by Spring Boot, and only where Camel's own auto-configuration is there. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnClass(CamelAutoConfiguration.class)
@ConditionalOnBean(CamelAutoConfiguration.class)
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.etl"})
public final class EtlAutoConfiguration {
    /** @return what sets the options once Camel has made the component, or found it as a bean */
    @Bean
    ComponentCustomizer etlComponentCustomizer(CamelContext context, Environment environment) {
        return ComponentCustomizer.forType(
                EtlComponent.class, etl -> EtlProperties.of(environment).set(context, etl));
    }
}
