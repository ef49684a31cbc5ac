package io.cameletl.internal.route;

import io.cameletl.EtlException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code etl:} URI of a route as its author wrote it, line breaks and all, before Camel sees it. Line breaks between
 * options are layout, as in every URI of Camel's; those within {@code RAW()} belong to the text.
 */
final class RouteUri {
    private static final Pattern BREAK = Pattern.compile("\\r?\\n\\s*");
    private static final Pattern LAST_BREAK = Pattern.compile("\\r?\\n\\s*$");

    private final String uri;
    private final String pipeline;
    private final StringBuilder kept = new StringBuilder();

    private RouteUri(String uri) {
        this.uri = uri;
        this.pipeline = pipeline(uri);
    }

    static String pipeline(String uri) {
        return uri.stripLeading().split("[?\\r\\n]", 2)[0].replaceFirst("^etl:(//)?", "");
    }

    static boolean isEtl(String uri) {
        return uri.stripLeading().startsWith("etl:");
    }

    /**
     * @return the URI whose values arrive as they were written in this one
     * @throws EtlException when a value of SQL cannot be what its author wrote
     */
    static String kept(String uri) {
        RouteUri read = new RouteUri(LAST_BREAK.matcher(uri.stripLeading()).replaceFirst(""));
        read.read();
        return read.kept.toString();
    }

    private void read() {
        int options = uri.indexOf('?') + 1;
        kept.append(joined(options == 0 ? uri : uri.substring(0, options)));
        if (options > 0) {
            int end = option(options);
            while (end < uri.length()) {
                kept.append('&');
                end = option(end + 1);
            }
        }
    }

    /** @return where it ends */
    private int option(int start) {
        int and = uri.indexOf('&', start);
        int end = and < 0 ? uri.length() : and;
        int equals = uri.indexOf('=', start);
        if (equals < 0 || equals > end) {
            kept.append(joined(uri.substring(start, end)));
            return end;
        }
        String option = joined(uri.substring(start, equals));
        kept.append(option).append('=');
        int from = afterBreak(equals + 1);
        int endOfRaw = endOfRaw(from);
        if (endOfRaw > 0) {
            kept.append(raw(option, uri.substring(from, endOfRaw)));
            return afterBreak(endOfRaw);
        }
        kept.append(plain(option, LAST_BREAK.matcher(uri.substring(from, end)).replaceFirst("")));
        return end;
    }

    /** @return where a {@code RAW()} that begins here ends, as Camel finds its end; 0 when there is none */
    private int endOfRaw(int from) {
        if (!uri.startsWith("RAW(", from) && !uri.startsWith("RAW{", from)) {
            return 0;
        }
        char close = uri.charAt(from + 3) == '(' ? ')' : '}';
        for (int at = uri.indexOf(close, from); at > 0; at = uri.indexOf(close, at + 1)) {
            int after = afterBreak(at + 1);
            if (after == uri.length() || uri.charAt(after) == '&') {
                return at + 1;
            }
        }
        return 0;
    }

    private int afterBreak(int from) {
        Matcher layout = BREAK.matcher(uri).region(from, uri.length());
        return layout.lookingAt() ? layout.end() : from;
    }

    /** What Camel keeps within {@code RAW()} stays as it is, so that URIs remain readable. */
    private String raw(String option, String value) {
        check(option, value.substring("RAW(".length(), value.length() - 1));
        boolean changed =
                value.chars().anyMatch(Character::isISOControl) || value.contains("%25") || value.contains("{{");
        return changed ? UriText.declared(option, value) : value;
    }

    private String plain(String option, String value) {
        if (UriText.isWritten(value)) {
            return value;
        }
        check(option, value);
        if (SqlOptions.contain(option) && value.indexOf('\n') >= 0) {
            throw new EtlException(
                    pipeline,
                    "option " + option + " has line breaks, which Camel takes out of a URI. Write RAW(...) around the"
                            + " SQL. Or: " + SqlOptions.INSTEAD);
        }
        String text = joined(value);
        boolean changed = text.contains("{{") || !text.equals(text.stripTrailing());
        if (changed && UriText.isEncoded(text)) {
            throw new EtlException(
                    pipeline,
                    "option " + option + "=" + text
                            + " can be read in two ways: in a URI, + may mean a blank and %41 an A."
                            + " Write RAW(...) around it to have it as it is");
        }
        return changed ? UriText.declared(option, text) : text;
    }

    private void check(String option, String text) {
        String lack = SqlOptions.contain(option) ? SqlOptions.lack(option, text) : null;
        if (lack != null) {
            throw new EtlException(pipeline, lack);
        }
    }

    private static String joined(String text) {
        return BREAK.matcher(text).replaceAll("");
    }
}
