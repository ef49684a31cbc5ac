package io.cameletl.internal.console.http;

import io.cameletl.internal.console.desk.Clerk;
import io.cameletl.internal.console.desk.Desk;
import io.cameletl.internal.console.desk.Lately;
import io.cameletl.internal.console.desk.Plans;
import io.cameletl.internal.console.desk.Visitor;
import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Done;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.Pages;
import io.cameletl.internal.console.view.PipelineView;
import io.cameletl.internal.console.view.Problem;
import io.cameletl.internal.console.view.Viewer;
import io.cameletl.internal.engine.driver.Actor.Way;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages and their forms. */
final class Site {
    private static final List<String> CARRIED =
            List.of("what", "ids", "table", "state", "cursor", "from", "before", "keys", "fromKey", "toKey", "back");

    private final Desk desk;
    private final Plans plans;
    private final Clerk clerk;
    private final Visitors visitors;
    private final Gate gate;
    private final Pages pages;
    private final HttpSettings settings;
    private final Flashes flashes = new Flashes();
    private final Lately<Shown, String> overviews = new Lately<>();

    /** What a list of all as HTML depends on. */
    private record Shown(Overview overview, Viewer viewer, boolean part) {}

    Site(Desk desk, Clerk clerk, Visitors visitors, Gate gate, Pages pages, HttpSettings settings) {
        this.desk = desk;
        this.plans = new Plans(desk);
        this.clerk = clerk;
        this.visitors = visitors;
        this.gate = gate;
        this.pages = pages;
        this.settings = settings;
    }

    Answer overview(Request request, Fields query, boolean part) throws ProblemException {
        Visitor visitor = visitors.looking(request, Way.CONSOLE);
        Overview overview = desk.overview(visitor, new Overview.Filter(query.optional("show"), query.optional("q")));
        Viewer viewer = viewer(request, visitor, query);
        String html = overviews.get(
                new Shown(overview, viewer, part),
                () -> part ? pages.overviewPart(overview, viewer) : pages.overview(overview, viewer));
        return Answer.html(overview.readAt() == null && overview.away() != null ? 503 : 200, html);
    }

    Answer pipeline(Request request, Fields query, boolean part) throws ProblemException {
        Visitor visitor = visitors.looking(request, Way.CONSOLE);
        PipelineView view = Api.view(desk, visitor, query);
        Viewer viewer = viewer(request, visitor, query);
        return Answer.html(200, part ? pages.pipelinePart(view, viewer) : pages.pipeline(view, viewer));
    }

    Answer plan(Request request, Fields query) throws ProblemException {
        Visitor visitor = visitors.looking(request, Way.CONSOLE);
        return Answer.html(200, pages.plan(Api.plan(plans, visitor, query), viewer(request, visitor, query)));
    }

    Answer confirm(Request request, Fields query) throws ProblemException {
        Visitor visitor = visitors.writing(request, Way.CONSOLE);
        Act act = act(query);
        Orders.Body body = Orders.body(query);
        List<String> names = Orders.pipelines(act, body);
        Map<String, String> carried = new LinkedHashMap<>();
        for (String field : CARRIED) {
            String value = field.equals("ids") ? query.joined(field) : query.optional(field);
            if (value != null) {
                carried.put(field, value);
            }
        }
        return clerk.confirmation(visitor, act, names, Orders.of(act, body), carried)
                .map(asked -> Answer.html(200, pages.confirmation(asked, viewer(request, visitor, query))))
                .orElseThrow(() -> new ProblemException(
                        404, "No such pipeline", "There is no such pipeline in the state tables."));
    }

    Answer act(Request request) throws ProblemException {
        Visitor visitor = visitors.writing(request, Way.CONSOLE);
        String type = request.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            throw new ProblemException(415, "Not a form", "A form is sent as application/x-www-form-urlencoded.");
        }
        Fields form = Fields.of(new String(request.body(), StandardCharsets.UTF_8));
        gate.requireSameOrigin(request, form.optional("token"));
        Act act = act(form);
        Orders.Body body = Orders.body(form);
        List<String> names = Orders.pipelines(act, body);
        Orders.requireTyped(act, body, names);
        Done done = clerk.act(visitor, act, names, Orders.of(act, body));
        String told = "done=" + flashes.keep(request.user(), done);
        boolean toPipeline = "pipeline".equals(form.optional("back")) && names.size() == 1;
        return Answer.seeOther(
                toPipeline
                        ? "pipeline?name=" + URLEncoder.encode(names.get(0), StandardCharsets.UTF_8) + "&" + told
                        : "./?" + told);
    }

    private static Act act(Fields fields) throws ProblemException {
        String word = fields.required("act");
        return Act.of(word)
                .orElseThrow(() -> new ProblemException(
                        400,
                        "Unknown act",
                        "act is one of "
                                + Stream.of(Act.values()).map(Act::word).collect(Collectors.joining(", ")) + "."));
    }

    private Viewer viewer(Request request, Visitor visitor, Fields query) {
        boolean authenticated = !request.user().isEmpty();
        return new Viewer(
                authenticated ? visitor.caller().actor().name() : null,
                settings.readOnly(),
                visitor.caller().seesValues(),
                visitor.writes() ? gate.token(request.user()) : null,
                flashes.of(request.user(), query.optional("done")));
    }

    /** @return a whole page that says why there is no other */
    Answer problem(Problem problem, @Nullable String user) {
        return Answer.html(
                problem.status(), pages.problem(problem, new Viewer(user, settings.readOnly(), false, null, null)));
    }

    Answer asset(String name) throws ProblemException {
        return pages.asset(name)
                .map(asset -> Answer.of(200, asset.type(), asset.content()))
                .orElseThrow(() -> new ProblemException(404, "No such file", "The console has no such file."));
    }
}
