package io.cameletl.internal.console.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the console answers.
 *
 * @param status of HTTP
 * @param headers each once
 * @param body empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record Answer(int status, Map<String, String> headers, byte[] body) {
    /** Nothing runs or is loaded but what the console itself serves, and nobody shows it in a frame. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
            + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    static final String HTML = "text/html; charset=utf-8";
    static final String JSON = "application/json; charset=utf-8";

    public Answer {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Cache-Control", "no-store");
        all.put("X-Content-Type-Options", "nosniff");
        all.put("X-Frame-Options", "DENY");
        all.put("Content-Security-Policy", POLICY);
        // with no-referrer a browser would send "null" for the origin of a form
        all.put("Referrer-Policy", "same-origin");
        all.put("Cross-Origin-Resource-Policy", "same-origin");
        all.put("Cross-Origin-Opener-Policy", "same-origin");
        all.putAll(headers);
        headers = all;
    }

    static Answer of(int status, String type, byte[] body) {
        return new Answer(status, Map.of("Content-Type", type), body);
    }

    static Answer html(int status, String page) {
        return of(status, HTML, page.getBytes(StandardCharsets.UTF_8));
    }

    /** @param location relative to the request's address */
    static Answer seeOther(String location) {
        return new Answer(303, Map.of("Location", location), new byte[0]);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    /** The same, as {@code HEAD} has it. */
    Answer bodiless() {
        return new Answer(status, headers, new byte[0]);
    }
}
