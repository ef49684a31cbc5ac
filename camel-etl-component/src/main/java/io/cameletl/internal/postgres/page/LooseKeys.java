package io.cameletl.internal.postgres.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are one though they are written differently, such as numeric 1.0 and 1.00, or citext in another case. Only the
 * database knows; it is asked by the operators of the table's unique index.
 */
final class LooseKeys {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Connection connection;
    private final StagedTable table;
    private final List<Identifier> columns;

    LooseKeys(Connection connection, StagedTable table) {
        this.connection = connection;
        this.table = table;
        this.columns = table.plan().match().keys();
    }

    /**
     * @param keys keys as texts
     * @param others more of them
     * @return of the keys that are one with another, which one; empty where the table's keys are always written alike, or the
     *     database cannot read one of them
     */
    Map<List<@Nullable String>, List<@Nullable String>> same(
            Collection<List<@Nullable String>> keys, Collection<List<@Nullable String>> others) throws SQLException {
        if (table.plan().match().looseKeys().isEmpty() || keys.isEmpty() || others.isEmpty()) {
            return Map.of();
        }
        boolean inTransaction = !connection.getAutoCommit();
        if (inTransaction) {
            Savepoints.KEYS.set(connection);
        }
        try {
            return ask(new ArrayList<>(keys), new ArrayList<>(others));
        } catch (SQLException e) {
            if (!SqlStates.mayBeData(e)) {
                throw e;
            }
            if (inTransaction) {
                Savepoints.KEYS.rollBack(connection);
            }
            return Map.of();
        } finally {
            if (inTransaction && !connection.isClosed()) {
                Savepoints.KEYS.release(connection);
            }
        }
    }

    private Map<List<@Nullable String>, List<@Nullable String>> ask(
            List<List<@Nullable String>> keys, List<List<@Nullable String>> others) throws SQLException {
        Map<List<@Nullable String>, List<@Nullable String>> same = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            statement.setString(1, json(keys));
            statement.setString(2, json(others));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    same.put(keys.get(row.getInt(1) - 1), others.get(row.getInt(2) - 1));
                }
            }
        }
        return same;
    }

    private String sql() {
        return "SELECT k.etl_number, o.etl_number FROM " + rows() + " AS k JOIN " + rows() + " AS o ON "
                + table.plan().match().sameKey("k", "o");
    }

    private String rows() {
        return """
                (SELECT e.number AS etl_number, r.*
                 FROM pg_catalog.json_array_elements(CAST(? AS pg_catalog.json)) WITH ORDINALITY AS e (key, number)
                 CROSS JOIN LATERAL pg_catalog.json_populate_record(CAST(NULL AS %s), e.key) AS r)"""
                .formatted(table.plan().target());
    }

    private String json(List<List<@Nullable String>> keys) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        for (List<@Nullable String> key : keys) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i).name(), key.get(i));
            }
            rows.add(row);
        }
        try {
            return JSON.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }
}
