package io.cameletl.internal.adapter.options;

import io.cameletl.EtlException;
import io.cameletl.internal.route.SqlOptions;
import io.cameletl.internal.route.UriText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Reads the options in an {@code etl:} URI as their author wrote them, from the URI as it was before Camel decodes it. */
public final class UriOptions {
    private static final Pattern OPTIONAL = Pattern.compile("\\{\\{\\?[^{}]+}}");

    private final String pipeline;
    private final CamelContext context;
    private final boolean normal;

    /**
     * @param uri as it is written in a route, or in Camel's normal form, {@code etl://...}: in that form Camel has encoded
     *     each value itself, as {@code toD} has it done
     */
    public UriOptions(String pipeline, String uri, CamelContext context) {
        this.pipeline = pipeline;
        this.context = context;
        this.normal = uri.substring(uri.indexOf(':') + 1).startsWith("//");
    }

    /** @return the options that code gives Camel besides a URI, such that {@link #read} takes their texts as they are */
    public static @Nullable Map<String, Object> written(@Nullable Map<String, Object> options) {
        if (options == null) {
            return null;
        }
        Map<String, Object> written = new LinkedHashMap<>(options);
        written.replaceAll((option, value) -> value instanceof String text ? UriText.literal(text) : value);
        return written;
    }

    /**
     * @param given what is in the URI: names, and values that nobody has decoded
     * @return names and values as they are meant
     * @throws EtlException when it cannot be told what is meant
     */
    public Map<String, Object> read(Map<String, Object> given) {
        Map<String, Object> read = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            String option = name(name);
            Object text = value instanceof String written ? text(option, written) : single(option, value);
            if (text != null) {
                read.put(option, text);
            }
        });
        return read;
    }

    private String name(String name) {
        boolean ofTable = name.startsWith(TableOption.PREFIX);
        String rest = ofTable ? name.substring(TableOption.PREFIX.length()) : name;
        return ofTable && UriText.isWritten(rest) ? TableOption.PREFIX + UriText.read(rest) : name;
    }

    private Object single(String option, Object value) {
        if (value instanceof Iterable<?>) {
            throw refused("option " + option + " is given twice: " + value + ". Give it once");
        }
        return value;
    }

    private @Nullable String text(String option, String value) {
        if (value.startsWith("RAW(") || value.startsWith("RAW{")) {
            return raw(option, value);
        }
        String text = normal ? URLDecoder.decode(value.replace("+", "%20"), StandardCharsets.UTF_8) : value;
        if (UriText.isWritten(text)) {
            String read = UriText.read(text);
            return UriText.isLiteral(text) ? read : declared(pipeline, option, read, context);
        }
        if (!normal && UriText.isEncoded(text)) {
            throw refused("option " + option + "=" + text + " can be read in two ways: in a URI, + may mean a blank and"
                    + " %41 an A. Write RAW(...) around it to have it as it is");
        }
        return onOneLine(option, text);
    }

    private String raw(String option, String value) {
        char close = value.charAt(3) == '(' ? ')' : '}';
        if (value.length() < 5 || value.charAt(value.length() - 1) != close) {
            throw refused("option " + option + " begins with RAW" + value.charAt(3) + " and has no " + close
                    + " at its end, before & or the end of the URI");
        }
        String text = value.substring(4, value.length() - 1);
        if (!normal && text.contains("%25")) {
            throw refused(
                    "option " + option + " has %25 within RAW(), which in some URIs stands for %. Put the text into"
                            + " a bean or a resource and name that");
        }
        return onOneLine(option, normal ? text.replace("%25", "%") : text);
    }

    private String onOneLine(String option, String text) {
        String lack = SqlOptions.contain(option) ? SqlOptions.lack(option, text) : null;
        if (lack != null) {
            throw refused(lack);
        }
        return text;
    }

    /**
     * @return a text of a route or of a template's parameter, with its properties in place, and without {@code RAW()}
     *     around it; null when it is an optional property, <code>{{?name}}</code>, that is not there
     * @throws EtlException when there is no such property, or an optional one is missing from a longer text
     */
    public static @Nullable String declared(String pipeline, String option, String text, CamelContext context) {
        // Camel appends }} where there is none.
        boolean properties = text.contains("{{") && text.contains("}}");
        if (properties && isMissing(pipeline, option, text, context)) {
            return null;
        }
        String resolved = properties ? withProperties(pipeline, option, text, context) : text;
        return isRaw(resolved) ? resolved.substring(4, resolved.length() - 1) : resolved;
    }

    private static boolean isRaw(String text) {
        return (text.startsWith("RAW(") && text.endsWith(")")) || (text.startsWith("RAW{") && text.endsWith("}"));
    }

    /**
     * @return whether the text is an optional property that is not there
     * @throws EtlException when it has such a property in it: Camel would leave its name there
     */
    private static boolean isMissing(String pipeline, String option, String text, CamelContext context) {
        String whole = isRaw(text) ? text.substring(4, text.length() - 1) : text;
        for (Matcher found = OPTIONAL.matcher(text); found.find(); ) {
            String optional = found.group();
            if (optional.equals(context.getCamelContextExtension().resolvePropertyPlaceholders(optional, true))) {
                if (whole.equals(optional)) {
                    return true;
                }
                throw new EtlException(
                        pipeline,
                        "option " + option + " has the optional property " + optional + " in it, which is not there:"
                                + " only a whole value can be left out. Define the property, or give it a default, as"
                                + " in {{name:default}}");
            }
        }
        return false;
    }

    /** Camel loses a backslash among the last two characters of a text with properties, so two more follow it here. */
    private static String withProperties(String pipeline, String option, String text, CamelContext context) {
        try {
            String padded = context.getCamelContextExtension().resolvePropertyPlaceholders(text + "  ", true);
            return padded.substring(0, padded.length() - 2);
        } catch (IllegalArgumentException e) {
            throw new EtlException(
                    pipeline,
                    "option " + option + ": " + e.getMessage() + ". What stands in {{ }} is a property of Camel's."
                            + " Define it; or, where {{ is meant as text, write a blank between the braces, or put"
                            + " the text into a resource and name that",
                    e);
        }
    }

    private EtlException refused(String message) {
        return new EtlException(pipeline, message);
    }
}
