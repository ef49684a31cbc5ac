package io.cameletl.internal.console.page;

import io.cameletl.internal.console.view.Pages.Asset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The style sheet, the script and the picture of the pages. Their names change with their content. */
final class Assets {
    static final Assets ALL = new Assets();
    private static final int DIGITS = 12;

    private final String style;
    private final String script;
    private final String icon;
    private final Map<String, Asset> byName;

    private record Named(String name, Asset asset) {}

    private Assets() {
        Named css = read("console", "css", "text/css; charset=utf-8");
        Named js = read("console", "js", "text/javascript; charset=utf-8");
        Named svg = read("icon", "svg", "image/svg+xml");
        style = css.name;
        script = js.name;
        icon = svg.name;
        byName = Stream.of(css, js, svg).collect(Collectors.toUnmodifiableMap(Named::name, Named::asset));
    }

    private static Named read(String name, String ending, String type) {
        String file = name + "." + ending;
        try (InputStream in = Assets.class.getResourceAsStream(file)) {
            byte[] content = Objects.requireNonNull(in, () -> file + " is not in the jar")
                    .readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            String hashed = name + "-" + HexFormat.of().formatHex(hash).substring(0, DIGITS) + "." + ending;
            return new Named(hashed, new Asset(type, content));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read from the jar", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String style() {
        return style;
    }

    String script() {
        return script;
    }

    String icon() {
        return icon;
    }

    Optional<Asset> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
