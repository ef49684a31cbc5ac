package io.cameletl.internal.console.view;

import java.util.Optional;

/**
 * Makes HTML of the views. All addresses in it are relative, for the console may be below any path, and are of one level:
 *
 * <ul>
 *   <li>{@code ./} the overview; {@code part/overview} what its {@code main} element holds, to be polled. Both take {@code
 *       show} and {@code q}: {@link Overview.Filter};
 *   <li>{@code pipeline?name=N} a pipeline; {@code part/pipeline?name=N} the same for its {@code main}. Both take {@code
 *       skipped}, {@code rejected} and {@code postponed}: the id after which that ledger's page begins;
 *   <li>{@code plan?name=N&statement=0} a plan;
 *   <li>{@code confirm?act=A&name=N} asks once more, with the other fields of the form. An act that is dangerous ({@link
 *       Act#isDangerous}) starts with a GET form to it; the page it answers has the POST form with the field {@code typed};
 *   <li>{@code do} by POST does it. Fields: {@code act} ({@link Act#word}), {@code name} (several for {@link
 *       Act#isForMany}), {@code token} ({@link Viewer#token}). {@code typed} for dangerous acts: the pipeline's name. For
 *       {@code seek}: {@code cursor}. For {@code replay} and {@code discard}: {@code what} is {@code all} (both ledgers), {@code
 *       skipped}, {@code rejected} or {@code group}; {@code ids} comma separated, with {@code skipped} or {@code rejected},
 *       none for all of that ledger, unless {@code ticked} is there, which says that boxes choose them; with {@code group} those of {@code table} and {@code state}, without {@code state} where
 *       it has none. {@code back} is {@code overview} or {@code pipeline}: where the answer, 303, leads to;
 *   <li>{@code asset/F} a file of {@link #asset}.
 * </ul>
 *
 * No inline script, no inline style and no inline handler works: the policy is {@code default-src 'none'; script-src 'self';
 * style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'}.
 * Thread-safe.
 */
public interface Pages {
    /** @return a whole page */
    String overview(Overview overview, Viewer viewer);

    /** @return what its {@code main} element holds */
    String overviewPart(Overview overview, Viewer viewer);

    /** @return a whole page */
    String pipeline(PipelineView pipeline, Viewer viewer);

    /** @return what its {@code main} element holds */
    String pipelinePart(PipelineView pipeline, Viewer viewer);

    /** @return a whole page */
    String plan(Plan plan, Viewer viewer);

    /** @return a whole page */
    String confirmation(Confirmation confirmation, Viewer viewer);

    /** @return a whole page */
    String problem(Problem problem, Viewer viewer);

    /** @return a style sheet, script or picture; empty when there is none of that name */
    Optional<Asset> asset(String name);

    /**
     * A file of the pages.
     *
     * @param type its media type, such as {@code text/css; charset=utf-8}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Asset(String type, byte[] content) {}
}
