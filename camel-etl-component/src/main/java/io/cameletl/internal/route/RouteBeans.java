package io.cameletl.internal.route;

import java.util.Map;
import org.apache.camel.CamelContext;

/** Gives the objects of a pipeline names in the registry, by which its route's URIs refer to them. */
public record RouteBeans(CamelContext context, String pipeline) {
    /**
     * @param role what the object is to the pipeline
     * @return {@code #} and the name that the object has in the registry already, or has got now
     */
    public String reference(String role, Object bean) {
        for (Map.Entry<String, ?> known :
                context.getRegistry().findByTypeWithName(bean.getClass()).entrySet()) {
            if (known.getValue() == bean) {
                return "#" + known.getKey();
            }
        }
        String name = "etl." + pipeline + "." + role;
        context.getRegistry().bind(name, bean);
        return "#" + name;
    }
}
