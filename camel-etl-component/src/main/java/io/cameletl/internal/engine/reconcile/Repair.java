package io.cameletl.internal.engine.reconcile;

import io.cameletl.EtlException;
import io.cameletl.Surplus;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.PassStep;
import io.cameletl.internal.engine.page.Answers;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.Differences;
import io.cameletl.internal.engine.pass.Findings;
import io.cameletl.internal.engine.pass.KeyRange;
import io.cameletl.internal.engine.pass.RangeComparison;
import io.cameletl.internal.engine.pass.Removal;
import io.cameletl.internal.engine.pass.Sum;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.StandingSteps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Repairs ranges of a table in pages, of which the last of a range takes the pass's own step. Used by one thread. */
final class Repair<C> {
    private final RunContext<C> context;
    private final PassSettings settings;
    private final ComparedSource<C> source;
    private final Pass<C> pass;
    private final StandingSteps steps;
    private final List<String> keyColumns;
    private long kept;

    Repair(RunContext<C> context, PassSettings settings, ComparedSource<C> source, Pass<C> pass, StandingSteps steps) {
        this.context = context;
        this.settings = settings;
        this.source = source;
        this.pass = pass;
        this.steps = steps;
        this.keyColumns = pass.sides().table().key().stream()
                .map(key -> key.column().name())
                .toList();
    }

    void range(RangeComparison<C> comparison, KeyRange range, Sum ours) throws Exception {
        RangeComparison<C>.Walk walk = comparison.walk(range, ours);
        Findings found = Findings.NONE;
        List<List<String>> due = new ArrayList<>();
        List<List<String>> surplus = new ArrayList<>();
        int size = context.spec().settings().pageSize();
        for (Differences part = pass.tried(walk::next); part != null; part = pass.tried(walk::next)) {
            found = found.plus(part.found());
            due.addAll(part.due());
            if (settings.surplus() == Surplus.DELETE) {
                surplus.addAll(part.surplus());
            }
            while (due.size() > size || surplus.size() > size) {
                page(first(size, due), first(size, surplus), null);
            }
        }
        if (due.isEmpty() && surplus.isEmpty()) {
            pass.keep(pass.step(range, found));
        } else {
            page(due, surplus, new End(range, found));
        }
    }

    /** @return so many of them, which it has no more */
    private static List<List<String>> first(int size, List<List<String>> keys) {
        List<List<String>> some = keys.subList(0, Math.min(size, keys.size()));
        List<List<String>> first = List.copyOf(some);
        some.clear();
        return first;
    }

    private record End(KeyRange range, Findings found) {}

    private void page(List<List<String>> due, List<List<String>> surplus, @Nullable End end) throws Exception {
        steps.check();
        allow(surplus.size());
        KeyedPage page = due.isEmpty() ? new KeyedPage(0, List.of()) : read(due);
        Removal removal = surplus.isEmpty() ? null : pass.sides().theirs().removal(surplus);
        PassStep step = end == null ? pass.standing() : pass.step(end.range(), end.found());
        steps.take(page.rows(), page.data(), removal, step);
        pass.kept(step);
        kept += removal == null ? 0 : removal.kept();
    }

    private record KeyedPage(int rows, List<TargetData> data) {}

    private KeyedPage read(List<List<String>> due) throws Exception {
        return context.readRetry().call(() -> {
            context.progress().extracting();
            List<?> rows = source.rows(pass.sides().scope(), keyColumns, due);
            return new KeyedPage(rows.size(), Answers.transform(context.spec(), rows));
        });
    }

    private void allow(int more) throws Exception {
        if (more == 0) {
            return;
        }
        Long allowed = pass.kept().allowed();
        long left = (allowed == null ? 0 : allowed) - more;
        if (left < 0) {
            pass.giveUp();
            throw new EtlException(
                    context.spec().name(),
                    "more rows of the table " + pass.sides().table().name()
                            + " are surplus now than were counted before, and more"
                            + " than maxSurplus=" + settings.maxSurplus()
                            + " allows for. What was repaired until now stays;"
                            + " no more was deleted. Look whether the source is whole; the next pass counts anew");
        }
        pass.allow(left);
    }

    /** @return how many surplus rows stay, since others refer to them */
    long kept() {
        return kept;
    }
}
