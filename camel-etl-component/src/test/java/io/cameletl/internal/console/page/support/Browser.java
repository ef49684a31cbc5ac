package io.cameletl.internal.console.page.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A Chromium without a window, by the W3C's WebDriver protocol as {@code chromedriver} speaks it. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("successfully on port (\\d+)");
    private static final String TAB = "\uE004";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    public Browser() throws IOException {
        try {
            driver = new ProcessBuilder("chromedriver", "--port=0")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IOException(
                    "chromedriver cannot be started: install Chromium and its driver, such as by apt-get install"
                            + " chromium chromium-driver",
                    e);
        }
        String base = "http://localhost:" + port(driver.inputReader()) + "/session";
        Map<String, Object> options = Map.of(
                "args",
                List.of("--headless=new", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1"));
        JsonNode made = post(
                base,
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of("goog:chromeOptions", options, "goog:loggingPrefs", Map.of("browser", "ALL")))));
        session = base + "/" + made.get("sessionId").asText();
    }

    private static String port(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return port.group(1);
            }
        }
        throw new IOException("chromedriver does not say its port");
    }

    /** Everything that is opened from now on has this width, in the light scheme or in the dark one. */
    public void look(int width, boolean dark) throws IOException {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        devTools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    public void open(URI address) throws IOException {
        post(session + "/url", Map.of("url", address.toString()));
    }

    /** @return what the body of a function answers */
    public JsonNode run(String script) throws IOException {
        return post(session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    public void tab() throws IOException {
        List<Map<String, String>> keys =
                List.of(Map.of("type", "keyDown", "value", TAB), Map.of("type", "keyUp", "value", TAB));
        post(session + "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", keys))));
    }

    /** @return what the console has said since it was asked last: errors, and what the policy did not let through */
    public List<String> complaints() throws IOException {
        JsonNode lines = post(session + "/se/log", Map.of("type", "browser"));
        return StreamSupport.stream(lines.spliterator(), false)
                .map(line -> line.get("message").asText())
                .toList();
    }

    /** The whole page, as a PNG. */
    public void picture(Path file) throws IOException {
        JsonNode shot = devTools("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
    }

    public JsonNode devTools(String command, Map<String, Object> parameters) throws IOException {
        return post(session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private JsonNode post(String address, Map<String, Object> body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(address))
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            JsonNode answer = JSON.readTree(
                    http.send(request.build(), BodyHandlers.ofInputStream()).body());
            JsonNode value = answer.get("value");
            if (value.has("error")) {
                throw new IOException(value.get("error").asText() + ": "
                        + value.get("message").asText());
            }
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (session != null) {
                send(HttpRequest.newBuilder(URI.create(session)).DELETE());
            }
        } finally {
            driver.destroy();
        }
    }
}
