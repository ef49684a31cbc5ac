package io.cameletl.guarantees.support;

import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.support.StatementHook;
import io.cameletl.support.StatementHook.When;
import java.util.List;
import java.util.Map;

/** The transform whose calls are seen, and which fails on a page with a user who is called poison, until it is healed. */
public record WatchedSplit(StatementHook hook, boolean healed) implements Transform<Map<String, Object>> {
    private static final SplitUsers SPLIT = new SplitUsers();

    @Override
    public List<TargetData> transform(List<Map<String, Object>> users) throws Exception {
        hook.on("TRANSFORM", When.BEFORE);
        for (Map<String, Object> user : users) {
            if (!healed && user.get("name").toString().startsWith("poison")) {
                throw new IllegalStateException("the user " + user.get("id") + " is poison");
            }
        }
        List<TargetData> split = SPLIT.transform(users);
        hook.on("TRANSFORM", When.AFTER);
        return split;
    }
}
