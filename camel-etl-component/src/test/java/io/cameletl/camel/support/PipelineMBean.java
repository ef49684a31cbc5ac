package io.cameletl.camel.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;

/** A pipeline's MBean as a JMX client sees it. */
public final class PipelineMBean {
    public static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private final MBeanServerConnection server;
    private final ObjectName name;

    public PipelineMBean(CamelContext context, String pipeline) throws JMException {
        this(SERVER, context, pipeline);
    }

    /** @param server to which somebody has connected */
    public PipelineMBean(MBeanServerConnection server, CamelContext context, String pipeline) throws JMException {
        this.server = server;
        name = new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=pipelines,name=\""
                + pipeline + "\"");
    }

    public boolean isRegistered() {
        return SERVER.isRegistered(name);
    }

    public Object get(String attribute) throws JMException {
        return answer(() -> server.getAttribute(name, attribute));
    }

    /** In one request, as consoles do. */
    public Map<String, Object> attributes() throws JMException {
        String[] names = Arrays.stream(answer(() -> server.getMBeanInfo(name)).getAttributes())
                .map(MBeanFeatureInfo::getName)
                .toArray(String[]::new);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Attribute attribute :
                answer(() -> server.getAttributes(name, names)).asList()) {
            values.put(attribute.getName(), attribute.getValue());
        }
        return values;
    }

    public String invoke(String operation) throws JMException {
        return text(answer(() -> server.invoke(name, operation, new Object[0], new String[0])));
    }

    public String invoke(String operation, String argument) throws JMException {
        return text(answer(
                () -> server.invoke(name, operation, new Object[] {argument}, new String[] {String.class.getName()})));
    }

    public String invoke(String operation, String one, String other) throws JMException {
        String text = String.class.getName();
        return text(answer(() -> server.invoke(name, operation, new Object[] {one, other}, new String[] {text, text})));
    }

    public String invoke(String operation, boolean argument) throws JMException {
        return text(answer(
                () -> server.invoke(name, operation, new Object[] {argument}, new String[] {boolean.class.getName()})));
    }

    private static String text(Object answer) {
        return answer == null ? null : answer.toString();
    }

    private interface Request<T> {
        T make() throws JMException, IOException;
    }

    private static <T> T answer(Request<T> request) throws JMException {
        try {
            return request.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
