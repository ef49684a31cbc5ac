package io.cameletl.internal.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.RejectedRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records in the ledger, made into a page again.
 *
 * @param ids their numbers in the ledger
 * @param data the records by table
 */
record RejectedPages(List<Long> ids, List<TargetData> data) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, String>> RECORD = new TypeReference<>() {};

    /** Takes records from the list's start for as long as those of one table have the same columns, as a page's must. */
    static RejectedPages from(String pipeline, List<RejectedRecord> rejected) {
        List<Long> ids = new ArrayList<>();
        Map<String, List<Map<String, String>>> byTable = new LinkedHashMap<>();
        for (RejectedRecord record : rejected) {
            Map<String, String> columns = read(pipeline, record);
            List<Map<String, String>> table = byTable.computeIfAbsent(record.table(), name -> new ArrayList<>());
            Set<String> known =
                    table.isEmpty() ? columns.keySet() : table.get(0).keySet();
            if (!known.equals(columns.keySet())) {
                break;
            }
            table.add(columns);
            ids.add(record.id());
        }
        return new RejectedPages(
                ids,
                byTable.entrySet().stream()
                        .map(table -> new TargetData(table.getKey(), table.getValue()))
                        .toList());
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
