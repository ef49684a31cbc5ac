package io.cameletl.internal.engine.reconcile;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.KeptPass;
import io.cameletl.internal.engine.driver.PassStep;
import io.cameletl.internal.engine.driver.PassStore;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.page.RejectedPages;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.Findings;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.spec.Momentary;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.step.LeasedRun;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.survey.Survey;
import io.cameletl.internal.engine.survey.SurveyedTables;
import io.cameletl.internal.engine.survey.TableFindings;
import io.cameletl.internal.outlet.Outlet;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables of a pipeline with what its transform makes of the source, and changes neither. Neither server knows
 * what that is, and of a row of a table nobody knows which source rows it came from. So the whole source is read again:
 *
 * <ol>
 *   <li>Under the lease, so that the pipeline itself writes nothing meanwhile, all rows that changed before the end of the
 *       last drained window are read and transformed, page by page as a run does it. All of them have been loaded: the rows
 *       of the records they make must be there, as the records are. Of several records for one row the last counts, by its
 *       version, then by the order of the source; where that says that the row is gone, the row must not be there.
 *   <li>What is then left of the tables has been made by no row: it is surplus, as far as is known.
 *   <li>Only where something differs is more read. Rows that the ledgers know of wait.
 *   <li>A source row that changes while it is read, or has changed since the window's end, is no more among the rows of the
 *       first step. So after it, all rows that changed since the window's end are read and transformed: the rows of what
 *       they make are under way, and not compared. A query is read at one moment for it, so that no row slips by. Of
 *       another source pages are read until nothing more is found; where its rows change too quickly for that, it is left
 *       undecided which rows are surplus.
 *   <li>What is left differs.
 * </ol>
 *
 * Nothing goes on where it was interrupted: what is known is kept by the connection.
 */
public final class TransformedVerification<C> {
    /** So often what is under way is looked at. */
    private static final int MOST_LOOKS = 3;

    /** So many pages at least are read of what may be under way. */
    private static final int LEAST_PAGES = 100;

    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final PassSettings settings;
    private final SurveyedTables tables;
    private String names = "";
    private @Nullable KeptPass kept;
    private @Nullable Instant before;
    private long undecided;
    private final long startedNanos = System.nanoTime();

    public TransformedVerification(RunContext<C> context, PassSettings settings, SurveyedTables tables) {
        this.context = context;
        this.spec = context.spec();
        this.settings = settings;
        this.tables = tables;
    }

    /** @throws EtlException when the two cannot be compared, or a database could not be asked, also after all tries */
    public VerificationReport execute() {
        RunReport run = new LeasedRun(context, false).execute(true, this::compare);
        return kept == null ? PassReports.nothing(spec.name(), run) : report(run);
    }

    private VerificationReport report(RunReport run) {
        return PassReports.of(spec.name(), run, names, kept, before, undecided == 0 ? null : said());
    }

    private RunReport compare(Position position) throws Exception {
        context.events().runStarted(context.counts().runNumber(), position.window());
        Scope<C> scope = DrainedRows.of(spec, position);
        before = scope.before();
        try (Survey survey = tables.open(context.lease().owner(), settings.wheres())) {
            names = String.join(", ", survey.tables());
            kept = passes().begin(spec.name(), context.counts().runNumber(), names, "", null);
            look(survey, position, scope.before());
            Findings found = TableFindings.together(survey.findings(key -> Outlet.value(spec.name(), key)));
            keep(found.inRanges(now().found().ranges()), true);
            RunReport run = context.counts().report(RunOutcome.VERIFIED, null, said());
            Verification.tell(context, report(run));
            return run;
        } catch (StoppedException e) {
            return context.counts().report(RunOutcome.STOPPED, null, kept == null ? "verify" : said());
        }
    }

    private void look(Survey survey, Position position, Instant end) throws Exception {
        SourcePages<C> pages = new SourcePages<>(context);
        Throttle throttle = new Throttle(settings, context.stopping());
        pages.before(end, (data, rows) -> {
            throttle.begin();
            survey.compare(data);
            progressed(rows);
            throttle.end(rows);
        });
        survey.allCompared();
        if (survey.doubtful() > 0) {
            C seed = spec.seed();
            if (seed != null) {
                pages.beforeSeed(seed, end, (data, rows) -> survey.outside(data));
            }
            ledgers(survey, pages);
            underWay(survey, pages, end, afterDrained(position, end));
        }
    }

    private void ledgers(Survey survey, SourcePages<C> pages) throws Exception {
        PipelineStore store = context.driver().store();
        RejectedPages rejected =
                new RejectedPages(store, spec.name(), spec.settings().pageSize(), null);
        for (RejectedPages.Page page = rejected.next(); page != null; page = rejected.next()) {
            survey.waiting(page.data());
        }
        for (RejectedPages.Page page : RejectedPages.of(spec.name(), store.postponedRecords(spec.name()))) {
            survey.waiting(page.data());
        }
        for (SkippedPage skipped : store.skippedPages(spec.name())) {
            pages.of(skipped, (data, rows) -> survey.waiting(data));
        }
    }

    private void underWay(Survey survey, SourcePages<C> pages, Instant end, @Nullable C after) throws Exception {
        Momentary<C> momentary = Momentary.of(spec.source());
        if (momentary != null) {
            pages.since(end, after, momentary, (data, rows) -> survey.underWay(data));
            return;
        }
        long most = LEAST_PAGES + 2L * now().found().ranges();
        long doubtful = survey.doubtful();
        for (int look = 1; look <= MOST_LOOKS && doubtful > 0; look++) {
            long read = pages.since(end, after, most, (data, rows) -> survey.underWay(data));
            long left = survey.doubtful();
            // One page is one moment of the source.
            if (left == doubtful && read <= most && (look > 1 || read <= 1)) {
                return;
            }
            doubtful = left;
        }
        undecided = survey.forgetSurplus();
    }

    /** @return a cursor before all rows that changed since the end of what is drained */
    private @Nullable C afterDrained(Position position, Instant end) throws Exception {
        C stored = spec.cursors().decode(position.cursor());
        if (stored == null
                || (!position.window().isOpen() && spec.settings().lookback().isZero())) {
            return stored == null ? spec.seed() : stored;
        }
        try {
            return spec.source().lookBack(stored, end);
        } catch (UnsupportedOperationException e) {
            throw new EtlException(
                    spec.name(),
                    "operation=verify cannot tell which rows are under way while a window is half drained: "
                            + e.getMessage() + ". Let the pipeline run until its outcome is DRAINED",
                    e);
        }
    }

    private void progressed(int rows) throws Exception {
        Findings found = now().found();
        long before = found.sourceRows() / settings.rangeRows();
        Findings more = new Findings(
                found.ranges() + 1, found.sourceRows() + rows, 0, 0, 0, 0, 0, found.columns(), found.examples());
        if (more.sourceRows() / settings.rangeRows() > before) {
            keep(more, false);
        } else {
            kept = now().at(took(), null, more);
        }
        context.progress().committed(rows);
    }

    private void keep(Findings found, boolean done) throws Exception {
        KeptPass next = now().at(took(), null, found);
        Instant end = Objects.requireNonNull(before);
        Sides.tried(context, () -> {
            passes().keep(spec.name(), context.lease().owner(), new PassStep(next, end, done));
            return next;
        });
        kept = next;
    }

    private KeptPass now() {
        return Objects.requireNonNull(kept);
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private PassStore passes() {
        return context.driver().store().passes();
    }

    private String said() {
        Findings found = now().found();
        return "verify: " + found.ranges() + " pages, " + found.sourceRows() + " rows, " + found.differences()
                + " differences"
                + (undecided == 0
                        ? ""
                        : ", of " + undecided
                                + " rows that only the target has it is not known whether they are surplus,"
                                + " since rows of the source kept changing");
    }
}
