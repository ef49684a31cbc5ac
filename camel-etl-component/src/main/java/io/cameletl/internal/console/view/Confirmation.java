package io.cameletl.internal.console.view;

import java.util.List;
import java.util.Map;

/**
 * Asks once more before something is done.
 *
 * @param act what is to be done
 * @param pipelines to which
 * @param losses what will be lost or done twice, a sentence each
 * @param fields what the form is to send besides, as hidden fields
 */
public record Confirmation(Act act, List<String> pipelines, List<String> losses, Map<String, String> fields) {
    public Confirmation {
        pipelines = List.copyOf(pipelines);
        losses = List.copyOf(losses);
        fields = Map.copyOf(fields);
    }
}
