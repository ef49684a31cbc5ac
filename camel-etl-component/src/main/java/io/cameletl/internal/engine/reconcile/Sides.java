package io.cameletl.internal.engine.reconcile;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.internal.engine.events.Progress;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.pass.Hashing;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.pass.TargetSide;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.step.RunContext;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a pass compares.
 *
 * @param table the target table
 * @param scope which rows should be in it
 * @param ours the source
 * @param theirs the target
 * @param text tells the source from another
 */
record Sides<C>(ComparedTable table, Scope<C> scope, SourceSide<C> ours, TargetSide theirs, String text) {
    /**
     * Looks up what is compared, and how.
     *
     * @param position what the pipeline has drained; of no account where all rows are compared
     */
    static <C> Sides<C> open(
            RunContext<C> context,
            PassSettings settings,
            ComparedSource<C> source,
            ComparedTarget target,
            Position position)
            throws Exception {
        Scope<C> scope =
                settings.whole() ? Scope.whole(context.events().now()) : DrainedRows.of(context.spec(), position);
        ComparedTable table = tried(context, () -> target.describe(source.comparedColumns(), settings.where()));
        SourceSide<C> ours = tried(context, () -> source.compared(table, scope));
        TargetSide theirs = tried(context, () -> target.open(table));
        Hashing hashing = tried(context, () -> ours.hashes().equals(theirs.hashes()) ? Hashing.NATIVE : Hashing.MD5);
        ours.hashBy(hashing);
        theirs.hashBy(hashing);
        return new Sides<>(table, scope, ours, theirs, source.comparedText());
    }

    /** Tries again what fails for a reason that may pass. */
    static <T extends @Nullable Object> T tried(RunContext<?> context, Callable<T> step) throws Exception {
        return context.readRetry().call(() -> {
            context.progress().enter(Progress.Phase.VERIFY);
            return step.call();
        });
    }
}
