package io.cameletl.internal.console.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a query or of a form, decoded.
 *
 * @param values by name, in their order
 */
record Fields(Map<String, List<String>> values) {
    private static final int MOST = 2_000;

    /**
     * @param text as it is after the question mark, or in a form's body; null for none
     * @throws ProblemException when it is none
     */
    static Fields of(@Nullable String text) throws ProblemException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return new Fields(values);
        }
        String[] pairs = text.split("&", MOST + 1);
        if (pairs.length > MOST) {
            throw new ProblemException(400, "Too many fields", "A request has at most " + MOST + " fields.");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decoded(name), each -> new ArrayList<>()).add(decoded(value));
        }
        return new Fields(values);
    }

    private static String decoded(String text) throws ProblemException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    400, "Bad address", "A percent sign is followed by two hexadecimal digits, or written as %25.");
        }
    }

    /** @return the first of that name; null when there is none, or it is empty */
    @Nullable
    String optional(String name) {
        String value = values.getOrDefault(name, List.of("")).get(0);
        return value.isEmpty() ? null : value;
    }

    /** @return all of that name with commas between them, as boxes that were ticked are sent; null when there is none */
    @Nullable
    String joined(String name) {
        String all = all(name).stream().filter(value -> !value.isEmpty()).collect(Collectors.joining(","));
        return all.isEmpty() ? null : all;
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** @throws ProblemException when there is none */
    String required(String name) throws ProblemException {
        String value = optional(name);
        if (value == null) {
            throw new ProblemException(400, "Field missing", "The request needs the field " + name + ".");
        }
        return value;
    }

    /** @throws ProblemException when it is no number of a line */
    long number(String name) throws ProblemException {
        String value = optional(name);
        try {
            long number = value == null ? 0 : Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ProblemException(400, "Not a number", "The field " + name + " is a number from 0.");
    }
}
