package io.cameletl.guarantees.support;

import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.support.StatementHook;
import io.cameletl.support.StatementHook.When;
import java.util.List;
import java.util.Map;

/**
 * The transform whose calls are seen, and which fails on a page with a user who is called poison, until it is healed. With
 * {@code kept} it fills {@link Versions}, too.
 */
public record WatchedSplit(StatementHook hook, boolean healed, boolean kept) implements Transform<Map<String, Object>> {
    private static final SplitUsers SPLIT = new SplitUsers();

    public WatchedSplit(StatementHook hook, boolean healed) {
        this(hook, healed, false);
    }

    @Override
    public List<TargetData> transform(List<Map<String, Object>> users) throws Exception {
        hook.on("TRANSFORM", When.BEFORE);
        for (Map<String, Object> user : users) {
            if (!healed && user.get("name").toString().startsWith("poison")) {
                throw new IllegalStateException("the user " + user.get("id") + " is poison");
            }
        }
        List<TargetData> split = SPLIT.transform(users, kept);
        hook.on("TRANSFORM", When.AFTER);
        return split;
    }
}
