package io.cameletl.camel.support;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;

/** A pipeline's MBean as a JMX client sees it. */
public final class PipelineMBean {
    public static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private final ObjectName name;

    public PipelineMBean(CamelContext context, String pipeline) throws JMException {
        name = new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=pipelines,name=\""
                + pipeline + "\"");
    }

    public boolean isRegistered() {
        return SERVER.isRegistered(name);
    }

    public Object get(String attribute) throws JMException {
        return SERVER.getAttribute(name, attribute);
    }

    /** In one request, as consoles do. */
    public Map<String, Object> attributes() throws JMException {
        String[] names = Arrays.stream(SERVER.getMBeanInfo(name).getAttributes())
                .map(MBeanFeatureInfo::getName)
                .toArray(String[]::new);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Attribute attribute : SERVER.getAttributes(name, names).asList()) {
            values.put(attribute.getName(), attribute.getValue());
        }
        return values;
    }

    public String invoke(String operation) throws JMException {
        return (String) SERVER.invoke(name, operation, new Object[0], new String[0]);
    }

    public String invoke(String operation, String argument) throws JMException {
        return (String) SERVER.invoke(name, operation, new Object[] {argument}, new String[] {String.class.getName()});
    }
}
