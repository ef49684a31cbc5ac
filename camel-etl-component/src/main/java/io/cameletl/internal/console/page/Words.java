package io.cameletl.internal.console.page;

import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Condition;
import io.cameletl.internal.console.view.Confirmation;
import io.cameletl.internal.console.view.PipelineLine;
import io.cameletl.internal.console.view.PipelineLine.RunningNow;
import io.cameletl.internal.console.view.PipelineView.VerificationLine;
import io.cameletl.internal.console.view.Viewer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words and style classes for what the views name by constants. */
final class Words {
    /** Beside the outcomes: a run that has none yet. */
    static final String RUNNING = "RUNNING";

    private static final Pattern JOINT = Pattern.compile("(?<=[_./:-])");

    /** The order in which buttons stand. */
    private static final List<Act> FIRST_IN_A_ROW =
            List.of(Act.CLOSE_BREAKER, Act.RESUME, Act.STOP, Act.RUN, Act.REPLAY, Act.VERIFY, Act.PAUSE);

    private static final Set<String> ALWAYS_SENT = Set.of("act", "name", "token", "back", "typed");

    private Words() {}

    /** @return the condition in one word, or two */
    static String word(Condition condition) {
        return condition == Condition.NEVER ? "NEVER RAN" : condition.name();
    }

    /**
     * What is said beside the condition: what the pipeline is besides it. That it fails is not said of one whose breaker is
     * open, which says so; what runs is seen elsewhere.
     *
     * @return null when there is nothing to say
     */
    static @Nullable String also(PipelineLine line) {
        String also = line.also().stream()
                .filter(each -> each != Condition.RUNNING)
                .filter(each -> each != Condition.FAILING || line.condition() != Condition.OPEN)
                .map(each -> lower(each.name()))
                .collect(Collectors.joining(", "));
        return also.isEmpty() ? null : "also " + also;
    }

    /** @return the style class */
    static String style(Condition condition) {
        return switch (condition) {
            case OPEN, FAILING, STALLED -> "bad";
            case LATE, UNVERIFIED -> "late";
            case RUNNING -> "run";
            case OK -> "ok";
            case PAUSED, NEVER -> "off";
        };
    }

    /** @return the style class of a run's outcome */
    static String outcomeStyle(String outcome) {
        return switch (outcome) {
            case "DRAINED", "PAGE_LIMIT", "VERIFIED", "RECONCILED" -> "ok";
            case RUNNING -> "run";
            case "FAILED" -> "bad";
            case "SEEK", "RESET" -> "late";
            default -> "off";
        };
    }

    /** @return what a comparison found, in a few words */
    static String agreement(VerificationLine verified) {
        long differences = verified.missing() + verified.different() + verified.surplus();
        return differences == 0
                ? Numbers.of(verified.rows(), "row") + " agree"
                : Numbers.of(differences, "difference")
                        + (verified.outcome().equals("RECONCILED") ? " found and repaired" : " found");
    }

    /** @return a constant's name as words */
    static String lower(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** @return what a run does, and since when without progress, if that is worth a word */
    static String phase(RunningNow running, Instant now) {
        boolean brief = running.phaseSince().isAfter(now.minusSeconds(1));
        return phase(running.phase()) + (brief ? "" : " for " + Times.since(running.phaseSince(), now));
    }

    private static String phase(String phase) {
        return switch (phase) {
            case "CLAIM" -> "takes its lease";
            case "CLOCK" -> "asks the source's time";
            case "EXTRACT" -> "reads";
            case "TRANSFORM" -> "transforms";
            case "LOAD" -> "loads";
            case "VERIFY" -> "compares";
            case "RETRY" -> "waits for the next try";
            case "FINISH" -> "finishes";
            default -> "in " + lower(phase);
        };
    }

    /** @return what a button says that does it */
    static String label(Act act) {
        return switch (act) {
            case PAUSE -> "Pause";
            case RESUME -> "Resume";
            case RUN -> "Run now";
            case STOP -> "Stop after the page";
            case CLOSE_BREAKER -> "Close breaker";
            case REPLAY -> "Replay";
            case DISCARD -> "Discard";
            case SEEK -> "Set the cursor";
            case VERIFY -> "Compare with the source";
            case RECONCILE -> "Repair";
            case RELOAD -> "Read again";
            case RESET -> "Start anew";
        };
    }

    /** @return what a short button says in the list of all */
    static String shortLabel(Act act) {
        return act == Act.STOP ? "Stop" : label(act);
    }

    /** @return what came of a form, as a title */
    static String doneTitle(Act act, boolean all) {
        return label(act) + (all ? ": done" : ": not all was done");
    }

    /** @return the buttons of a pipeline in the list of all: what is needed most */
    static List<Act> inRow(PipelineLine line) {
        return FIRST_IN_A_ROW.stream()
                .filter(line.acts()::contains)
                .filter(act -> act != Act.REPLAY && act != Act.VERIFY && act != Act.PAUSE)
                .limit(1)
                .toList();
    }

    /** @return the buttons at the top of a pipeline's page */
    static List<Act> onPage(PipelineLine line) {
        return FIRST_IN_A_ROW.stream()
                .filter(line.acts()::contains)
                .filter(act -> act != Act.REPLAY)
                .toList();
    }

    /** @return what can be done to a pipeline's ledgers */
    static List<Act> ledgerActs(PipelineLine line) {
        return Stream.of(Act.REPLAY, Act.DISCARD).filter(line.acts()::contains).toList();
    }

    /** @return whether this viewer can do anything at all */
    static boolean does(Viewer viewer) {
        return !viewer.readOnly() && viewer.token() != null;
    }

    /** @return what is asked once more before it is done */
    static String question(Confirmation asked) {
        int many = asked.pipelines().size();
        String of = many == 1 ? asked.pipelines().get(0) : Numbers.of(many, "pipeline");
        return switch (asked.act()) {
            case DISCARD -> "Discard lines of the ledgers of " + of + "?";
            case REPLAY -> "Load lines of the ledgers of " + of + " again?";
            case SEEK -> "Set the cursor of " + of + "?";
            case VERIFY -> "Compare " + of + " with its source?";
            case RECONCILE -> "Compare " + of + " with its source, and repair it?";
            case RELOAD -> "Read rows of " + of + " again?";
            case RESET -> "Let " + of + " start anew?";
            case CLOSE_BREAKER -> "Close the breaker of " + of + "?";
            case STOP -> "Stop " + of + " after the page in hand?";
            case RUN -> "Run " + of + " now?";
            case PAUSE, RESUME -> label(asked.act()) + " " + of + "?";
        };
    }

    /** @return what the form is to send besides what every form does, in a fixed order */
    static List<Map.Entry<String, String>> others(Confirmation asked) {
        return asked.fields().entrySet().stream()
                .filter(field -> !ALWAYS_SENT.contains(field.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
    }

    /** @return a name in pieces, between which a line may end */
    static String[] parts(String name) {
        return JOINT.split(name);
    }

    /** @return a value of a query in an address */
    static String url(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
