package io.cameletl.internal.engine.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.EtlException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that the target refused: set aside, or postponed until the rows are there that it refers to.
 *
 * @param id its number in the ledger; 0 before it has one
 * @param table the table it was for
 * @param key its key as a person reads it
 * @param record its columns as a JSON object; values are the texts that were to be loaded, or null
 * @param sqlState why, as SQLSTATE; null when it never reached the server
 * @param reason why, in words
 */
public record RejectedRecord(
        long id, String table, String key, String record, @Nullable String sqlState, String reason) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, @Nullable String>> VALUES = new TypeReference<>() {};

    /**
     * @param pipeline the pipeline's name, for the message
     * @return the record as it can be loaded again: its texts by column
     * @throws EtlException when somebody has made the ledger's line into something else
     */
    public Map<String, @Nullable String> values(String pipeline) {
        try {
            return JSON.readValue(record, VALUES);
        } catch (JsonProcessingException e) {
            throw new EtlException(
                    pipeline, "record " + id + " in the ledger of rejected records is no JSON object", e);
        }
    }
}
