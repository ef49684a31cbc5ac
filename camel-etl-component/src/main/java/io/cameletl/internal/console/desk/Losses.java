package io.cameletl.internal.console.desk;

import io.cameletl.internal.console.state.LedgerPlaces;
import io.cameletl.internal.console.state.StatePipeline;
import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.LedgerPage.Group;
import io.cameletl.internal.console.view.PipelineLine.Ledgers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What will be lost, in sentences. */
final class Losses {
    private Losses() {}

    static List<String> of(Visitor visitor, Act act, Order order, Desk.Place place) {
        return switch (act) {
            case DISCARD -> discard(order, place);
            case SEEK -> seek(visitor, order, place);
            case STOP -> List.of("The run in hand ends after its page; the next one goes on from there.");
            case RECONCILE ->
                List.of(
                        "What is missing or different in the target is loaded from the source.",
                        "What the source has no more is deleted, marked or told of, as surplus says: nothing where it is more"
                                + " than maxSurplus, or the source is empty.");
            case RELOAD -> List.of("The rows are read again and take the way of any page; the cursor stays.");
            case RESET ->
                List.of(
                        "The cursor is now " + cursor(visitor, place) + ", and is forgotten, as the window is.",
                        "The next run starts from the beginning, or from the seedCursor. Lines of the ledgers stay.");
            default -> List.of();
        };
    }

    private static List<String> discard(Order order, Desk.Place place) {
        Ledgers ledgers = place.line().ledgers();
        List<String> losses = new ArrayList<>();
        Optional<StatePipeline> stored = stored(place);
        if (order.table() != null) {
            long lines = stored.stream()
                    .flatMap(pipeline -> pipeline.rejected().groups().stream())
                    .filter(group -> isOf(order, group))
                    .mapToLong(Group::lines)
                    .sum();
            losses.add(lines + " rejected records of " + order.table() + " leave the ledger.");
        } else {
            add(losses, order.lines().skippedPages(), ledgers.skipped(), "skipped pages");
            add(losses, order.lines().rejectedRecords(), ledgers.rejected(), "rejected records");
        }
        losses.add(
                "They are in no target and will not come by themselves: only a row that changes at the source again is"
                        + " read again.");
        return losses;
    }

    private static boolean isOf(Order order, Group group) {
        String state = group.sqlState() == null ? "" : group.sqlState();
        return String.valueOf(order.table()).equals(group.table())
                && state.equals(order.state() == null ? "" : order.state());
    }

    private static void add(List<String> losses, @Nullable Set<Long> numbers, long all, String what) {
        long lines = numbers == null ? all : numbers.size();
        if (lines > 0) {
            losses.add((numbers == null ? "All " : "") + lines + " " + what + " leave the ledger.");
        }
    }

    private static String cursor(Visitor visitor, Desk.Place place) {
        String cursor = stored(place).map(StatePipeline::cursor).orElse(null);
        return String.valueOf(Values.text(place.line().name(), cursor == null ? "none" : cursor, visitor.caller()));
    }

    private static List<String> seek(Visitor visitor, Order order, Desk.Place place) {
        return List.of(
                "The cursor is now " + cursor(visitor, place) + ", and will be " + order.cursor() + ".",
                "Rows between the two are read again when it goes back, and are never read when it goes ahead.",
                "The window in hand is forgotten; a run in hand can commit no more pages and fails.");
    }

    private static Optional<StatePipeline> stored(Desk.Place place) {
        return place.state().pipeline(place.line().name(), LedgerPlaces.FIRST).value();
    }
}
