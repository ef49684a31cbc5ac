package io.cameletl.internal.adapter.endpoint;

import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.options.OptionValue;
import io.cameletl.internal.outlet.Log;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Which operation an endpoint performs. A message may choose only where the endpoint allows it: its headers may be from
 * anybody who can send messages, since not every consumer leaves out the headers that are Camel's, and those of JMS do so
 * in one spelling only. Such a header is no reason to refuse a message either, which would then be lost. Thread-safe.
 */
final class ChosenOperation {
    private static final Log LOG = Log.of(ChosenOperation.class);

    private final String pipeline;
    private final EtlOperation configured;
    private final boolean mayBeChosen;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param mayBeChosen whether the header counts */
    ChosenOperation(String pipeline, EtlOperation configured, boolean mayBeChosen) {
        this.pipeline = pipeline;
        this.configured = configured;
        this.mayBeChosen = mayBeChosen;
    }

    EtlOperation configured() {
        return configured;
    }

    /** @throws IllegalArgumentException when the message may choose, and names no operation */
    EtlOperation of(Message message) {
        if (mayBeChosen) {
            EtlOperation chosen = Headers.read(message, EtlConstants.OPERATION, EtlOperation.class);
            return chosen == null ? configured : chosen;
        }
        if (message.getHeader(EtlConstants.OPERATION) != null) {
            warn(named(message));
        }
        return configured;
    }

    private static @Nullable EtlOperation named(Message message) {
        try {
            return Headers.read(message, EtlConstants.OPERATION, EtlOperation.class);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The header's text is not shown: it may be anybody's. */
    private void warn(@Nullable EtlOperation named) {
        if (named != configured && warned.compareAndSet(false, true)) {
            LOG.warn(
                    pipeline,
                    "pipeline \"{}\": the header {} of a message names {}, and has no effect on this endpoint, which"
                            + " performs operation={}. Give each operation an endpoint of its own; or set"
                            + " allowOperationHeader=true, where nobody else can set that header. This is said once",
                    pipeline,
                    EtlConstants.OPERATION,
                    named == null ? "no operation" : "the operation " + text(named),
                    text(configured));
        }
    }

    private static String text(EtlOperation operation) {
        return OptionValue.inUri(operation);
    }
}
