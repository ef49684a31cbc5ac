package io.cameletl.guarantees.support;

import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.support.StatementHook;
import io.cameletl.support.StatementHook.When;
import java.util.List;
import java.util.Map;

/** The transform whose calls are seen, and which fails on a page with a user who is called poison, until it is healed. */
public record WatchedSplit(StatementHook hook, boolean healed) implements Transform {
    private static final Transform SPLIT = new SplitUsers();

    @Override
    public List<TargetData> transform(List<?> users) throws Exception {
        hook.on("TRANSFORM", When.BEFORE);
        for (Object user : users) {
            if (!healed && ((Map<?, ?>) user).get("name").toString().startsWith("poison")) {
                throw new IllegalStateException("the user " + ((Map<?, ?>) user).get("id") + " is poison");
            }
        }
        List<TargetData> split = SPLIT.transform(users);
        hook.on("TRANSFORM", When.AFTER);
        return split;
    }
}
