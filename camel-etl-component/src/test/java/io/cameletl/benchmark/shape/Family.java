package io.cameletl.benchmark.shape;

import io.cameletl.TargetData;
import io.cameletl.Transform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a person, an account and a phone of each row: a transform as a user would write it. */
public final class Family implements Transform<Map<String, Object>> {
    static final Shape SHAPE = new Shape(
            "three",
            new SourceTable(
                    "clients",
                    List.of(
                            new Column("id", "text", "md5(i::text)"),
                            new Column("name", "text", "case when stale then 'out of date' else 'Client ' || i end"),
                            new Column("email", "text", "'client.' || i || '@example.org'"),
                            new Column("phone", "text", "'+49 30 ' || i"),
                            SourceTable.UPDATED_AT),
                    List.of("updated_at", "id")),
            List.of(
                    table("people", "", text("id", "id"), text("name", "name")),
                    table(
                            "accounts",
                            "person_id people",
                            text("id", "'a' || id"),
                            text("person_id", "id"),
                            text("email", "email")),
                    table(
                            "phones",
                            "account_id accounts",
                            text("id", "'p' || id"),
                            text("account_id", "'a' || id"),
                            text("number", "phone"))),
            "#family");

    @Override
    public List<TargetData> transform(List<Map<String, Object>> rows) {
        List<Map<String, Object>> people = new ArrayList<>(rows.size());
        List<Map<String, Object>> accounts = new ArrayList<>(rows.size());
        List<Map<String, Object>> phones = new ArrayList<>(rows.size());
        for (Map<String, Object> row : rows) {
            Object id = row.get("id");
            people.add(record(row, "id", id, "name", row.get("name")));
            accounts.add(record(row, "id", "a" + id, "person_id", id, "email", row.get("email")));
            phones.add(record(row, "id", "p" + id, "account_id", "a" + id, "number", row.get("phone")));
        }
        return List.of(
                new TargetData("people", people),
                new TargetData("accounts", accounts),
                new TargetData("phones", phones));
    }

    private static Map<String, Object> record(Map<String, Object> row, Object... namesAndValues) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        map.put("updated_at", row.get("updated_at"));
        return map;
    }

    private static TargetTable table(String name, String references, Column... columns) {
        return new TargetTable(
                name, Shape.concat(List.of(columns), SourceTable.UPDATED_AT.asIs()), List.of("id"), references);
    }

    private static Column text(String name, String expression) {
        return new Column(name, "text", expression);
    }
}
