package io.cameletl.internal.adapter.options;

import io.cameletl.EtlException;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.outlet.Outlet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** Reads an endpoint's options, with the pipeline's name in every complaint. */
public record OptionReader(String pipeline, EtlConfiguration options, CamelContext context) {
    /** A comma with an even number of double quotes after it. */
    private static final Pattern SEPARATOR = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    public EtlException refused(String message) {
        return new EtlException(pipeline, message);
    }

    public EtlException refused(Exception cause) {
        return new EtlException(pipeline, String.valueOf(cause.getMessage()), cause);
    }

    /** @return the names in a comma separated list; commas within double quotes belong to a name; null is none */
    public static List<String> names(@Nullable String list) {
        return list == null || list.isBlank()
                ? List.of()
                : Arrays.stream(SEPARATOR.split(list, -1)).map(String::strip).toList();
    }

    /**
     * @return the text that an option gives inline or names as a resource, such as {@code classpath:merge.sql}; of a
     *     resource, all of it but a byte order mark
     */
    public String text(String option, String value) {
        if (!ResourceHelper.hasScheme(value)) {
            return value;
        }
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, value)) {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes()));
            boolean marked = text.length() > 0 && text.charAt(0) == '\ufeff';
            return text.subSequence(marked ? 1 : 0, text.length()).toString();
        } catch (CharacterCodingException e) {
            throw refused("option " + option + "=" + value + " is not written in UTF-8. Save it as UTF-8");
        } catch (IOException e) {
            throw refused("option " + option + "=" + value + ": cannot read it: " + Outlet.words(e));
        }
    }

    /** @return the endpoint that an option names by its URI */
    public Endpoint endpoint(String option, String uri) {
        try {
            return context.getEndpoint(uri);
        } catch (RuntimeException e) {
            throw new EtlException(pipeline, "option " + option + " names no endpoint: " + e.getMessage(), e);
        }
    }

    /**
     * @return the option's bean, when the option is one: a bean itself, or {@code #name} of one; null when it is a URI
     * @throws EtlException when there is no such bean, or it is of another type
     */
    public <T> @Nullable T bean(String option, @Nullable Object value, Class<T> type) {
        Object bean = value;
        if (value instanceof String text) {
            if (!text.startsWith("#")) {
                return null;
            }
            String name = text.substring(text.startsWith("#bean:") ? "#bean:".length() : 1);
            bean = context.getRegistry().lookupByName(name);
            if (bean == null) {
                throw refused("option " + option + "=" + text + ": the registry has no bean of this name. It has these"
                        + " of type " + type.getSimpleName() + ": " + beans(type));
            }
        }
        if (bean == null || type.isInstance(bean)) {
            return type.cast(bean);
        }
        throw refused("option " + option + " needs an endpoint's URI or a bean of type " + type.getName()
                + ", and is a " + bean.getClass().getName());
    }

    /** @return the target database's data source: the option's, or the only one there is */
    public DataSource dataSource() {
        DataSource named = options.getDataSource();
        if (named != null) {
            return named;
        }
        Set<DataSource> found = context.getRegistry().findByType(DataSource.class);
        if (found.size() == 1) {
            return found.iterator().next();
        }
        throw refused(
                found.isEmpty()
                        ? "there is no data source for the target. Bind a javax.sql.DataSource in the registry and name it:"
                                + " dataSource=#name"
                        : "there are several data sources, " + beans(DataSource.class)
                                + ", and none is named for the target. Name it: dataSource=#name");
    }

    private Set<String> beans(Class<?> type) {
        return new TreeSet<>(context.getRegistry().findByTypeWithName(type).keySet());
    }
}
