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
import io.cameletl.internal.engine.pass.TargetSide;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.StandingSteps;
import java.util.ArrayList;
import java.util.List;

/** Repairs ranges of a table in pages, of which the last of a range takes the pass's own step. Used by one thread. */
final class Repair<C> {
    private final RunContext<C> context;
    private final PassSettings settings;
    private final ComparedSource<C> source;
    private final Pass<C> pass;
    private final StandingSteps steps;
    private final List<String> keyColumns;
    private final List<List<String>> putOff = new ArrayList<>();
    /** Of the ranges since the last step. */
    private Findings found = Findings.NONE;

    private long kept;
    private boolean refused;

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

    /** @return whether the range is at its end, and no rows before it are put off */
    boolean range(RangeComparison<C> comparison, KeyRange range, Sum ours) throws Exception {
        RangeComparison<C>.Walk walk = comparison.walk(range, ours);
        List<List<String>> due = new ArrayList<>();
        List<List<String>> surplus = new ArrayList<>();
        int size = context.spec().settings().pageSize();
        for (Differences part = pass.tried(walk::next); part != null; part = pass.tried(walk::next)) {
            found = found.plus(part.found());
            due.addAll(part.due());
            if (settings.removes()) {
                surplus.addAll(part.surplus());
            }
            while (due.size() > size || surplus.size() > size) {
                page(first(size, due), first(size, surplus), pass.standing());
            }
        }
        if (!putOff.isEmpty()) {
            page(due, surplus, pass.standing());
        } else if (page(due, surplus, pass.step(range, found))) {
            found = Findings.NONE;
        }
        if (range.upTo() == null && !putOff.isEmpty()) {
            putOff(range);
        }
        return putOff.isEmpty();
    }

    /** @return so many of them, which it has no more */
    private static List<List<String>> first(int size, List<List<String>> keys) {
        List<List<String>> some = keys.subList(0, Math.min(size, keys.size()));
        List<List<String>> first = List.copyOf(some);
        some.clear();
        return first;
    }

    /**
     * Loads a page, and puts its rows off when one needs a unique value that another row still has: what is to be changed or
     * deleted later may give it free. Until they are in, the pass is not further than before them.
     *
     * @return whether it went with its step; the rows are put off if not
     */
    private boolean page(List<List<String>> due, List<List<String>> surplus, PassStep step) throws Exception {
        steps.check();
        allow(surplus.size());
        if (taken(due, surplus, step)) {
            return true;
        }
        putOff.addAll(due);
        if (!surplus.isEmpty()) {
            take(List.of(), surplus, pass.standing());
        }
        return false;
    }

    /** Loads the rows that were put off, as far as others make room for others. What is left fails the pass. */
    private void putOff(KeyRange last) throws Exception {
        int size = context.spec().settings().pageSize();
        int before = Integer.MAX_VALUE;
        while (putOff.size() < before) {
            List<List<String>> rows = List.copyOf(putOff);
            before = rows.size();
            putOff.clear();
            for (int from = 0; from < rows.size(); from += size) {
                halves(rows.subList(from, Math.min(rows.size(), from + size)));
            }
        }
        while (!putOff.isEmpty()) {
            // Such as two that swap their values, which one page may bring in.
            take(first(size, putOff), List.of(), pass.standing());
        }
        take(List.of(), List.of(), pass.step(last, found));
        found = Findings.NONE;
    }

    private void halves(List<List<String>> rows) throws Exception {
        steps.check();
        if (taken(rows, List.of(), pass.standing())) {
            return;
        }
        if (rows.size() == 1) {
            putOff.addAll(rows);
            return;
        }
        halves(rows.subList(0, rows.size() / 2));
        halves(rows.subList(rows.size() / 2, rows.size()));
    }

    /** @return whether it was loaded; not when a row of it needs a value that another has */
    private boolean taken(List<List<String>> due, List<List<String>> surplus, PassStep step) throws Exception {
        try {
            take(due, surplus, step);
            return true;
        } catch (EtlException e) {
            if (due.isEmpty() || !pass.sides().theirs().isTaken(e)) {
                throw e;
            }
            return false;
        }
    }

    private void take(List<List<String>> due, List<List<String>> surplus, PassStep step) throws Exception {
        if (due.isEmpty() && surplus.isEmpty()) {
            pass.keep(step);
            return;
        }
        KeyedPage page = due.isEmpty() ? new KeyedPage(0, List.of()) : read(due);
        Removal removal = surplus.isEmpty() ? null : removal(surplus);
        steps.take(page.rows(), page.data(), removal, step);
        pass.kept(step);
        kept += removal == null ? 0 : removal.kept();
    }

    private Removal removal(List<List<String>> surplus) {
        TargetSide target = pass.sides().theirs();
        return settings.surplus() == Surplus.MARK ? target.marking(surplus) : target.removal(surplus);
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
            refused = true;
            pass.giveUp();
            throw new EtlException(
                    context.spec().name(),
                    "more rows of the table " + pass.sides().table().name()
                            + " are surplus now than were counted before, and more"
                            + " than maxSurplus=" + settings.maxSurplus()
                            + " allows for. What was repaired until now stays;"
                            + " no more was deleted or marked. Look whether the source is whole; the next pass counts anew");
        }
        pass.allow(left);
    }

    /** @return how many surplus rows stay */
    long kept() {
        return kept;
    }

    /** @return whether it failed since more rows are surplus than may be deleted */
    boolean isRefused() {
        return refused;
    }
}
