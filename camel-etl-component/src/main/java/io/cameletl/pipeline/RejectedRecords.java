package io.cameletl.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.EtlException;
import io.cameletl.TargetData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes records in the ledger into a page again: by table, and among those of the same columns. */
final class RejectedRecords {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, String>> RECORD = new TypeReference<>() {};

    private RejectedRecords() {}

    static List<TargetData> data(String pipeline, List<RejectedRecord> rejected) {
        Map<String, List<Map<String, String>>> byTable = new LinkedHashMap<>();
        for (RejectedRecord record : rejected) {
            byTable.computeIfAbsent(record.table(), table -> new ArrayList<>()).add(read(pipeline, record));
        }
        return byTable.entrySet().stream()
                .map(table -> new TargetData(table.getKey(), table.getValue()))
                .toList();
    }

    private static Map<String, String> read(String pipeline, RejectedRecord record) {
        try {
            return JSON.readValue(record.record(), RECORD);
        } catch (JsonProcessingException e) {
            throw new EtlException(
                    pipeline, "record " + record.id() + " in the ledger of rejected records is no JSON object", e);
        }
    }
}
