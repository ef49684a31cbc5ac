package io.cameletl.internal.console.http;

import io.cameletl.internal.console.desk.Clerk;
import io.cameletl.internal.console.desk.Desk;
import io.cameletl.internal.console.desk.Plans;
import io.cameletl.internal.console.desk.Visitor;
import io.cameletl.internal.console.state.LedgerPlaces;
import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Done;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.PipelineView;
import io.cameletl.internal.console.view.Plan;
import io.cameletl.internal.engine.driver.Actor.Way;
import io.cameletl.internal.outlet.Outlet;
import java.util.List;
import java.util.Locale;

/** The JSON API: the same as the pages show and do. */
final class Api {
    private final Desk desk;
    private final Plans plans;
    private final Clerk clerk;
    private final Visitors visitors;
    private final Gate gate;

    Api(Desk desk, Clerk clerk, Visitors visitors, Gate gate) {
        this.desk = desk;
        this.plans = new Plans(desk);
        this.clerk = clerk;
        this.visitors = visitors;
        this.gate = gate;
    }

    Answer overview(Request request, Fields query) throws ProblemException {
        Overview overview = desk.overview(
                visitors.looking(request, Way.HTTP), new Overview.Filter(query.optional("show"), query.optional("q")));
        return Json.answer(overview.readAt() == null && overview.away() != null ? 503 : 200, overview);
    }

    Answer pipeline(Request request, Fields query) throws ProblemException {
        Visitor visitor = visitors.looking(request, Way.HTTP);
        return Json.answer(200, view(desk, visitor, query));
    }

    static PipelineView view(Desk desk, Visitor visitor, Fields query) throws ProblemException {
        String name = query.required("name");
        Desk.Looked looked = desk.pipeline(
                visitor,
                name,
                new LedgerPlaces(query.number("skipped"), query.number("rejected"), query.number("postponed")));
        if (looked.view() != null) {
            return looked.view();
        }
        throw looked.away() == null
                ? new ProblemException(
                        404,
                        "No such pipeline",
                        "There is no pipeline \"" + Outlet.text(null, name)
                                + "\" in the state tables. A pipeline is there once it has started.")
                : new ProblemException(503, "The state database is away", "It cannot be read now: " + looked.away());
    }

    Answer plan(Request request, Fields query) throws ProblemException {
        return Json.answer(200, plan(plans, visitors.looking(request, Way.HTTP), query));
    }

    static Plan plan(Plans plans, Visitor visitor, Fields query) throws ProblemException {
        return plans.plan(visitor, query.required("name"), query.number("statement"))
                .orElseThrow(() -> new ProblemException(
                        404,
                        "No such statement",
                        "This process knows no such statement of that pipeline. They are known once it has run a page"
                                + " here."));
    }

    Answer act(Request request, Act act) throws ProblemException {
        Visitor visitor = visitors.writing(request, Way.HTTP);
        // with the header, what a browser says of its own still counts
        if (!request.has(Gate.HEADER) || request.has("Origin") || request.has("Sec-Fetch-Site")) {
            gate.requireSameOrigin(request, null);
        }
        String type = request.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new ProblemException(415, "Not JSON", "Send the order with Content-Type: application/json.");
        }
        Orders.Body body = Json.read(request.body(), Orders.Body.class);
        List<String> pipelines = Orders.pipelines(act, body);
        Orders.requireTyped(act, body, pipelines);
        Done done = clerk.act(visitor, act, pipelines, Orders.of(act, body));
        return Json.answer(done.results().stream().allMatch(Done.Result::done) ? 200 : 409, done);
    }
}
