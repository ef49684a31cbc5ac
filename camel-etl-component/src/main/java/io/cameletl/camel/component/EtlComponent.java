package io.cameletl.camel.component;

import io.cameletl.EtlException;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.adapter.console.ConsoleOptions;
import io.cameletl.internal.adapter.console.ContextConsole;
import io.cameletl.internal.adapter.control.ControlledPipelines;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.adapter.management.ManagedPipelines;
import io.cameletl.internal.adapter.options.TableOption;
import io.cameletl.internal.adapter.options.UriOptions;
import io.cameletl.internal.outlet.LastResort;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.jspecify.annotations.Nullable;

/** Makes {@code etl:} endpoints. */
@Component("etl")
public class EtlComponent extends DefaultComponent {
    private static final EtlEndpointConfigurer TYPES = new EtlEndpointConfigurer();
    private static final String NO_OPTION = "?hash=etl";

    @Metadata(description = "The options that every endpoint starts from.")
    private EtlConfiguration configuration = new EtlConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "*",
            description =
                    "Who may see state, counts and lag of the pipelines over JMX, HTTP and in the console, without cursors, keys and texts of errors: names that the authentication of JMX's connector or of the HTTP server gives, comma separated, or `*` for everybody whom it lets in.")
    private @Nullable String viewers = "*";

    @Metadata(
            label = "security",
            description =
                    "Who may also pause, resume, run and stop pipelines and close their circuit breakers over JMX, HTTP and in the console: names, comma separated, or `*`.")
    private @Nullable String operators;

    @Metadata(
            label = "security",
            description =
                    "Who may also replay, discard and set cursors over JMX, HTTP and in the console, and see cursors, keys and texts of errors: names, comma separated, or `*`.")
    private @Nullable String repairers;

    @Metadata(
            label = "console",
            description =
                    "Where the console is served: a path of Camel's HTTP server, such as `/etl`. Needs camel-platform-http-main with `camel.server.enabled=true`, or Spring Boot with a web server, and the library `gg.jte:jte-runtime`; none unless set.")
    private @Nullable String console;

    @Metadata(
            label = "console,security",
            defaultValue = "true",
            description =
                    "Whether nobody can do anything at the console. Otherwise users can whom the HTTP server has authenticated, by the roles that `operators` and `repairers` give them.")
    private boolean consoleReadOnly = true;

    @Metadata(
            label = "console,security",
            defaultValue = "false",
            description =
                    "Whether the console shows repairers the beginnings of rejected records, not only their keys.")
    private boolean consoleShowRecords;

    @Metadata(
            label = "console,security",
            description =
                    "The names that the console is known under: host names without ports, comma separated. Requests for others are refused, as those are that another site sends by a name of its own; any unless set.")
    private @Nullable String consoleHosts;

    private @Nullable ContextConsole served;
    private final Map<String, EtlEndpoint> running = new ConcurrentHashMap<>();
    private final ControlledPipelines controlled = new ControlledPipelines();
    private final ManagedPipelines managed = new ManagedPipelines(controlled, this::roles);

    /**
     * A component that is handed to a context whose class loaders have not this jar brings with it what Camel would have
     * found there.
     */
    @Override
    public void setCamelContext(CamelContext camelContext) {
        super.setCamelContext(camelContext);
        ServiceLoader.load(ContextServicePlugin.class, EtlComponent.class.getClassLoader()).stream()
                .filter(plugin -> plugin.type().getClassLoader() == EtlComponent.class.getClassLoader()
                        && plugin.type().getName().startsWith("io.cameletl."))
                .forEach(plugin -> plugin.get().load(camelContext));
    }

    /** What Camel has decoded cannot be told any more from what was written so: a blank may have been a +. */
    @Override
    public boolean useRawUri() {
        return true;
    }

    @Override
    protected boolean resolveRawParameterValues() {
        return false;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String path = console;
        if (path != null) {
            ConsoleOptions options = new ConsoleOptions(path, consoleReadOnly, consoleShowRecords, consoleHosts);
            ContextConsole started = new ContextConsole(getCamelContext(), options, controlled, this::roles);
            served = started;
            started.start();
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (served != null) {
            served.stop();
            served = null;
        }
        super.doStop();
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) throws Exception {
        // Camel has no room for further options when a raw URI is without any; it takes this one out again.
        boolean bare = properties != null && uri.indexOf('?') < 0;
        try {
            return super.createEndpoint(bare ? uri + NO_OPTION : uri, UriOptions.written(properties));
        } catch (Exception e) {
            LastResort.tell(e);
            throw e;
        }
    }

    @Override
    protected Endpoint createEndpoint(String given, String remaining, Map<String, Object> parameters) throws Exception {
        String uri = given.endsWith(NO_OPTION) ? given.substring(0, given.length() - NO_OPTION.length()) : given;
        String pipeline = URISupport.extractRemainderPath(new URI(UnsafeUriCharactersEncoder.encode(uri)), false);
        if (pipeline.isBlank()) {
            throw new IllegalArgumentException("an etl endpoint names its pipeline: etl:<pipeline>, not " + uri);
        }
        Map<String, Object> options = new UriOptions(pipeline, uri, getCamelContext()).read(parameters);
        EtlConfiguration own = configuration.copy();
        own.getTableOptions().putAll(PropertiesHelper.extractProperties(options, TableOption.PREFIX));
        options.replaceAll((option, value) -> checked(pipeline, option, value));
        EtlEndpoint endpoint = new EtlEndpoint(EndpointHelper.normalizeEndpointUri(uri), this, pipeline, own);
        options.entrySet().removeIf(option -> isSet(endpoint, option.getKey(), option.getValue()));
        setProperties(endpoint, options);
        parameters.clear();
        parameters.putAll(options);
        return endpoint;
    }

    /** Camel's own message has neither pipeline nor valid values, and some texts it silently takes for zero. */
    private Object checked(String pipeline, String option, Object value) {
        try {
            return CheckedConfigurer.checked(getCamelContext(), option, type(option), value);
        } catch (IllegalArgumentException e) {
            throw new EtlException(pipeline, String.valueOf(e.getMessage()), e);
        }
    }

    /** Camel's way of setting an option replaces properties in its text once more. */
    private boolean isSet(EtlEndpoint endpoint, String option, Object value) {
        Class<?> type = type(option);
        return (type == String.class || type == Object.class)
                && value instanceof String text
                && !text.startsWith("#")
                && TYPES.configure(getCamelContext(), endpoint, StringHelper.dashToCamelCase(option), text, true);
    }

    private static @Nullable Class<?> type(String option) {
        return TYPES.getOptionType(StringHelper.dashToCamelCase(option), true);
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new CheckedConfigurer();
    }

    /** @throws EtlException when another endpoint of this context runs the pipeline already */
    void register(EtlEndpoint endpoint) {
        EtlEndpoint other = running.putIfAbsent(endpoint.getPipeline(), endpoint);
        if (other != null && !other.equals(endpoint)) {
            throw new EtlException(
                    endpoint.getPipeline(),
                    "this context runs a pipeline of that name already, with other options. Two would share one cursor:"
                            + " give one of them another name, or let both routes send to one direct: endpoint before it");
        }
    }

    void unregister(EtlEndpoint endpoint) {
        running.remove(endpoint.getPipeline(), endpoint);
    }

    ManagedPipelines managed() {
        return managed;
    }

    private Roles roles() {
        return Roles.of(viewers, operators, repairers);
    }

    /** @return who may see state, counts and lag of the pipelines; null for nobody */
    public @Nullable String getViewers() {
        return viewers;
    }

    /** @param viewers names that an authentication gives, comma separated, or {@code *}; everybody unless set */
    public void setViewers(@Nullable String viewers) {
        this.viewers = viewers;
    }

    /** @return who may also pause, resume, run and stop pipelines and close their circuit breakers; null for nobody */
    public @Nullable String getOperators() {
        return operators;
    }

    /** @param operators names that an authentication gives, comma separated, or {@code *}; nobody unless set */
    public void setOperators(@Nullable String operators) {
        this.operators = operators;
    }

    /** @return who may also replay, and see cursors, keys and texts of errors; null for nobody */
    public @Nullable String getRepairers() {
        return repairers;
    }

    /** @param repairers names that an authentication gives, comma separated, or {@code *}; nobody unless set */
    public void setRepairers(@Nullable String repairers) {
        this.repairers = repairers;
    }

    /** @return where the console is served; null for nowhere */
    public @Nullable String getConsole() {
        return console;
    }

    /** @param console a path of Camel's HTTP server, such as {@code /etl}; none unless set */
    public void setConsole(@Nullable String console) {
        this.console = console;
    }

    /** @return whether nobody can do anything at the console */
    public boolean isConsoleReadOnly() {
        return consoleReadOnly;
    }

    /** @param consoleReadOnly whether nobody can do anything at the console; true unless set */
    public void setConsoleReadOnly(boolean consoleReadOnly) {
        this.consoleReadOnly = consoleReadOnly;
    }

    /** @return whether the console shows repairers the beginnings of rejected records */
    public boolean isConsoleShowRecords() {
        return consoleShowRecords;
    }

    /** @param consoleShowRecords whether the console shows repairers the beginnings of rejected records; false unless set */
    public void setConsoleShowRecords(boolean consoleShowRecords) {
        this.consoleShowRecords = consoleShowRecords;
    }

    /** @return the names that the console is known under; null for any */
    public @Nullable String getConsoleHosts() {
        return consoleHosts;
    }

    /** @param consoleHosts host names without ports, comma separated; any unless set */
    public void setConsoleHosts(@Nullable String consoleHosts) {
        this.consoleHosts = consoleHosts;
    }

    /** @return the options that every endpoint starts from */
    public EtlConfiguration getConfiguration() {
        return configuration;
    }

    /** @param configuration the options that every endpoint starts from; copied by each */
    public void setConfiguration(EtlConfiguration configuration) {
        this.configuration = configuration;
    }
}
