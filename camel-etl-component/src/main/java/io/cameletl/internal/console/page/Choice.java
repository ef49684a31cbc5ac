package io.cameletl.internal.console.page;

import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Condition;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.Overview.Counts;
import io.cameletl.internal.console.view.PipelineLine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The counts at the top of the list of all, each of which chooses what is listed. */
enum Choice {
    ALL("All", "ink"),
    FAILING("Failing", "bad"),
    OPEN("Open", "bad"),
    STALLED("Stalled", "bad"),
    LATE("Late", "late"),
    RUNNING("Running", "run"),
    PAUSED("Paused", "off"),
    LEDGERS("In ledgers", "ink");

    private final String label;
    private final String style;

    Choice(String label, String style) {
        this.label = label;
        this.style = style;
    }

    private boolean holds(PipelineLine line) {
        return switch (this) {
            case ALL -> true;
            case FAILING -> line.is(Condition.FAILING);
            case OPEN -> line.is(Condition.OPEN);
            case STALLED -> line.is(Condition.STALLED);
            case LATE -> line.is(Condition.LATE);
            case RUNNING -> line.is(Condition.RUNNING);
            case PAUSED -> line.is(Condition.PAUSED);
            case LEDGERS ->
                line.ledgers().skipped()
                                + line.ledgers().rejected()
                                + line.ledgers().postponed()
                        > 0;
        };
    }

    long count(Counts counts) {
        return switch (this) {
            case ALL -> counts.all();
            case FAILING -> counts.failing();
            case OPEN -> counts.open();
            case STALLED -> counts.stalled();
            case LATE -> counts.late();
            case RUNNING -> counts.running();
            case PAUSED -> counts.paused();
            case LEDGERS -> counts.skipped() + counts.rejected() + counts.postponed();
        };
    }

    String label() {
        return label;
    }

    /** @return the style class, none for a count of nothing */
    String style(Counts counts) {
        return this != ALL && count(counts) == 0 ? "none" : style;
    }

    /** @return what is asked for; everything when that is nothing that can be chosen */
    static Choice of(Overview overview) {
        String show = overview.filter().show();
        return Stream.of(values())
                .filter(choice -> choice.word().equals(show))
                .findFirst()
                .orElse(ALL);
    }

    static String search(Overview overview) {
        String search = overview.filter().search();
        return search == null ? "" : search.strip();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the address of the list of these, with the same search */
    String address(Overview overview) {
        String search = search(overview);
        String query = (this == ALL ? "" : "&show=" + word()) + (search.isEmpty() ? "" : "&q=" + Words.url(search));
        return query.isEmpty() ? "./" : "./?" + query.substring(1);
    }

    /** @return of the page, which a browser's tab shows: what is bad first */
    static String title(Overview overview) {
        Counts counts = overview.counts();
        long bad = overview.pipelines().stream()
                .filter(line -> line.condition().compareTo(Condition.UNVERIFIED) <= 0)
                .count();
        return overview.away() != null
                ? "Database away"
                : bad == 0 ? "Pipelines" : Numbers.of(bad) + " of " + Numbers.of(counts.all()) + " in trouble";
    }

    /** @return what can be done to several of those listed */
    static List<Act> forMany(Overview overview) {
        return Stream.of(Act.values())
                .filter(Act::isForMany)
                .filter(act -> overview.pipelines().stream()
                        .anyMatch(line -> line.acts().contains(act)))
                .toList();
    }

    /** @return those that are chosen and whose name has what is searched for */
    static List<PipelineLine> listed(Overview overview) {
        String search = search(overview).toLowerCase(Locale.ROOT);
        return overview.pipelines().stream()
                .filter(of(overview)::holds)
                .filter(line -> line.name().toLowerCase(Locale.ROOT).contains(search))
                .toList();
    }
}
