package io.cameletl.guarantees.support;

import io.cameletl.TargetData;
import io.cameletl.Transform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A user becomes an account and the e-mail address that refers to it. */
public final class SplitUsers implements Transform<Map<String, Object>> {
    @Override
    public List<TargetData> transform(List<Map<String, Object>> users) {
        return transform(users, false);
    }

    /** @param kept whether {@link Versions} are filled, too */
    List<TargetData> transform(List<Map<String, Object>> users, boolean kept) {
        List<Map<String, Object>> accounts = new ArrayList<>();
        List<Map<String, Object>> emails = new ArrayList<>();
        for (Map<String, Object> user : users) {
            accounts.add(picked(user, Map.of("id", "id", "name", "name")));
            emails.add(picked(user, Map.of("id", "id", "account_id", "id", "email", "email")));
        }
        List<TargetData> tables =
                new ArrayList<>(List.of(new TargetData("accounts", accounts), new TargetData("emails", emails)));
        if (kept) {
            tables.add(new TargetData(Versions.TABLE, accounts));
        }
        return tables;
    }

    private static Map<String, Object> picked(Map<String, Object> user, Map<String, String> columns) {
        Map<String, Object> record = new HashMap<>();
        columns.forEach((to, from) -> record.put(to, user.get(from)));
        record.put("updated_at", user.get("updated_at"));
        record.put("deleted_at", user.get("deleted_at"));
        return record;
    }
}
