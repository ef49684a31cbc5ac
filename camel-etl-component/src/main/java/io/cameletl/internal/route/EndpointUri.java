package io.cameletl.internal.route;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An endpoint's URI, readable where the values allow it. Immutable. */
public final class EndpointUri {
    private static final Pattern PLAIN = Pattern.compile("[\\w.:,/#*?\\-]*");

    private final String base;
    private final Map<String, String> options;

    public EndpointUri(String base) {
        this(base, Map.of());
    }

    private EndpointUri(String base, Map<String, String> options) {
        this.base = base;
        this.options = options;
    }

    /** @throws IllegalArgumentException when the value cannot be part of a URI of Camel's, encoded or not */
    public EndpointUri with(String option, Object value) {
        if (value.toString().contains(")&") && value.toString().contains("}&")) {
            throw new IllegalArgumentException(option + "=" + value
                    + " has both )& and }& in it, which no URI of Camel's can hold. Put spaces in between, or name a"
                    + " resource or a bean");
        }
        return and(option, quoted(value.toString()));
    }

    /** @param text the value of an option of the {@code etl:} component, which reads what {@link UriText} writes */
    public EndpointUri withText(String option, String text) {
        return and(option, UriText.literal(text));
    }

    private EndpointUri and(String option, String written) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, written);
        return new EndpointUri(base, more);
    }

    @Override
    public String toString() {
        return options.isEmpty()
                ? base
                : base
                        + options.entrySet().stream()
                                .map(option -> option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining("&", "?", ""));
    }

    /** RAW(...) ends at the first parenthesis before an ampersand or the end, so such a value needs the other quotes. */
    private static String quoted(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        return value.contains(")&") ? "RAW{" + value + "}" : "RAW(" + value + ")";
    }
}
