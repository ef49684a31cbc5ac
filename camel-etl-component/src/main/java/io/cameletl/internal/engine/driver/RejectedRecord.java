package io.cameletl.internal.engine.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.EtlException;
import java.time.Instant;
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
 * @param waits of a postponed record, for what it waits; null for one that was set aside
 */
public record RejectedRecord(
        long id,
        String table,
        String key,
        String record,
        @Nullable String sqlState,
        String reason,
        @Nullable Wait waits) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, @Nullable String>> VALUES = new TypeReference<>() {};

    /** A record that was set aside. */
    public RejectedRecord(long id, String table, String key, String record, @Nullable String sqlState, String reason) {
        this(id, table, key, record, sqlState, reason, null);
    }

    /**
     * For what a postponed record waits.
     *
     * @param since the source's time when it was read, or the first of those in whose place it waits
     * @param elsewhere the table of the row that it waits for, where the pipeline itself does not load that table; null
     *     where it does
     */
    public record Wait(Instant since, @Nullable String elsewhere) {}

    /** The same record, for the table by another name. */
    public RejectedRecord forTable(String name) {
        return new RejectedRecord(id, name, key, record, sqlState, reason, waits);
    }

    /** The same record, which has waited since a time. */
    public RejectedRecord waitingSince(Instant since) {
        return new RejectedRecord(
                id, table, key, record, sqlState, reason, new Wait(since, waits == null ? null : waits.elsewhere()));
    }

    /** The same record with other values, which the ledger does not have yet. */
    public RejectedRecord withValues(Map<String, @Nullable String> values) {
        try {
            return new RejectedRecord(0, table, key, JSON.writeValueAsString(values), sqlState, reason, waits);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    /** The same record, set aside, which the ledger does not have as such yet. */
    public RejectedRecord setAside() {
        return new RejectedRecord(0, table, key, record, sqlState, reason);
    }

    /** @return since when a postponed record has waited; the end of time for any other */
    public Instant since() {
        return waits == null ? Instant.MAX : waits.since();
    }

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
