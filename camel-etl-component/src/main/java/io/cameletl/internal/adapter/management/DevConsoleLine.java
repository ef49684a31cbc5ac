package io.cameletl.internal.adapter.management;

import io.cameletl.PipelineStatus.Running;
import io.cameletl.internal.adapter.control.HeardVitals;
import io.cameletl.internal.adapter.control.LastStatus;
import io.cameletl.internal.observe.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/** What Camel's console tells of a pipeline. */
final class DevConsoleLine {
    private DevConsoleLine() {}

    static JsonObject heard(String pipeline, HeardVitals heard) {
        Vitals known = heard.vitals();
        JsonObject line = new JsonObject();
        line.put("pipeline", pipeline);
        line.put("paused", known.paused());
        line.put("failures", known.failures());
        put(line, "lastError", heard.lastError());
        line.put("breakerOpen", known.isOpen());
        put(line, "breakerUntil", known.openUntil());
        line.put("late", known.now().late());
        line.put("stalled", known.now().stalled());
        put(line, "missedTick", known.now().missedTick());
        Duration lag = known.lag(Instant.now());
        if (lag != null) {
            line.put("lagSeconds", lag.toMillis() / 1e3);
        }
        line.put("skipped", known.ledgers().skipped());
        line.put("rejected", known.ledgers().rejected());
        line.put("postponed", known.ledgers().postponed());
        Running running = known.now().running();
        if (running != null) {
            line.put("runningSince", running.since().toString());
            line.put("phase", running.phase());
            line.put("page", running.page());
            line.put("rows", running.rows());
        }
        return line;
    }

    /** The same, with what the state database says. */
    static JsonObject known(String pipeline, HeardVitals heard, LastStatus last) {
        JsonObject line = heard(pipeline, heard);
        line.put("status", Jsoner.deserialize(StatusJson.of(last.status()), new JsonObject()));
        line.put("statusAt", last.at().toString());
        put(line, "statusError", last.failure());
        return line;
    }

    private static void put(JsonObject line, String name, @Nullable Object value) {
        if (value != null) {
            line.put(name, value.toString());
        }
    }
}
