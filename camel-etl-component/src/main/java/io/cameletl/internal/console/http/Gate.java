package io.cameletl.internal.console.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a browser must not be made to do. A page of another site that knows the console's address can send forms to it with
 * the viewer's password, and with a name of its own that leads here it is even of one origin with it. So:
 *
 * <ol>
 *   <li>where hosts are named, the request is for one of them;
 *   <li>a write says that it comes from a page of the console itself: by {@code Sec-Fetch-Site}, or by {@code Origin};
 *   <li>where the client sends neither, it knows something that other sites do not: the token in the console's forms, or
 *       of the API a header that no form can send.
 * </ol>
 */
final class Gate {
    /** Whose value does not matter: a page of another site cannot send it. */
    static final String HEADER = "X-Requested-By";

    private final Set<String> hosts;
    private final byte[] key = new byte[32];

    /** @param hosts under which the console is known; empty for any */
    Gate(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
        new SecureRandom().nextBytes(key);
    }

    /** @throws ProblemException when the request is for another host */
    void requireHost(Request request) throws ProblemException {
        if (hosts.isEmpty()) {
            return;
        }
        String host = request.header("Host");
        if (host == null || !hosts.contains(name(host))) {
            throw new ProblemException(
                    421,
                    "Another host",
                    "The console is not known under this name. It is under the names it was started with.");
        }
    }

    /** @return without the port */
    private static String name(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
    }

    /**
     * @param token that was sent with a form; null for none
     * @throws ProblemException when another site may have sent the request
     */
    void requireSameOrigin(Request request, @Nullable String token) throws ProblemException {
        if (request.has("Sec-Fetch-Site")) {
            if (!"same-origin".equals(request.header("Sec-Fetch-Site"))) {
                throw foreign();
            }
        } else if (request.has("Origin")) {
            if (!isOwn(request.header("Origin"), request.header("Host"))) {
                throw foreign();
            }
        } else if (!isToken(token, request.user())) {
            throw new ProblemException(
                    403,
                    "Unknown origin",
                    "The request does not say from which site it comes. A form sends its token, a client of the API the header "
                            + HEADER + " with any value.");
        }
    }

    private static ProblemException foreign() {
        return new ProblemException(
                403,
                "Foreign origin",
                "The request comes from another site. Only the console's own pages may send it.");
    }

    private static boolean isOwn(@Nullable String origin, @Nullable String host) {
        if (origin == null || host == null) {
            return false;
        }
        try {
            URI uri = new URI(origin);
            String authority = uri.getRawAuthority();
            return authority != null && withPort(authority, uri.getScheme()).equals(withPort(host, uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String withPort(String host, @Nullable String scheme) {
        String lower = host.toLowerCase(Locale.ROOT);
        return name(lower).equals(lower) ? lower + ("https".equals(scheme) ? ":443" : ":80") : lower;
    }

    /** @return what a form of theirs sends back */
    String token(Set<String> user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(
                            mac.doFinal(String.join("\n", new TreeSet<>(user)).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private boolean isToken(@Nullable String token, Set<String> user) {
        return token != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), token(user).getBytes(StandardCharsets.UTF_8));
    }
}
