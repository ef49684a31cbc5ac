package io.cameletl.internal.adapter.console;

import io.cameletl.internal.adapter.observing.Observers;
import io.cameletl.internal.console.desk.Live;
import io.cameletl.internal.engine.events.Moment;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** What the vitals say, as the console shows it. */
final class Lives {
    private Lives() {}

    static Live of(CamelContext context, String pipeline, boolean comparable, @Nullable Instant nextTick) {
        Moment now = Observers.of(context).vitals().of(pipeline).now();
        return new Live(
                true,
                comparable,
                now.late(),
                now.unverified(),
                now.stalled(),
                now.heldBy(),
                now.missedTick(),
                nextTick,
                now.running());
    }
}
