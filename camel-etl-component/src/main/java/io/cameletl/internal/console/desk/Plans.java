package io.cameletl.internal.console.desk;

import io.cameletl.EtlException;
import io.cameletl.internal.adapter.control.RefusedException;
import io.cameletl.internal.adapter.control.Role;
import io.cameletl.internal.console.view.PipelineView.PageStatement;
import io.cameletl.internal.console.view.Plan;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.outlet.Outlet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements that the pages of pipelines run, and how the server would execute them. */
public final class Plans {
    private final Here here;

    public Plans(Desk desk) {
        this.here = desk.here();
    }

    List<PageStatement> statements(String pipeline) {
        List<PageStatement> shown = new ArrayList<>();
        for (ShownStatement statement : here.statements(pipeline)) {
            shown.add(new PageStatement(statement.what(), Outlet.lines(statement.sql()), shown.size()));
        }
        return shown;
    }

    /**
     * Asks the server for the plan of a statement, under the values that the last page had.
     *
     * @return empty when there is no such statement
     * @throws RefusedException when the values are not to be seen, or the server does not tell
     */
    public Optional<Plan> plan(Visitor visitor, String pipeline, long number) {
        visitor.caller().require(Role.REPAIR, pipeline, "to see a plan, which has values of records in it,");
        if (Outlet.keepsValues(pipeline)) {
            throw refused(pipeline, "a plan has values of records in it, and logValues=false keeps them back");
        }
        List<ShownStatement> statements = here.statements(pipeline);
        if (number < 0 || number >= statements.size()) {
            return Optional.empty();
        }
        ShownStatement statement = statements.get((int) number);
        try {
            return Optional.of(new Plan(
                    pipeline,
                    statement.what(),
                    Outlet.lines(statement.sql()),
                    Outlet.lines(statement.planned().plan())));
        } catch (SQLException | EtlException e) {
            throw refused(
                    pipeline, "the server does not tell the plan of \"" + statement.what() + "\": " + Outlet.words(e));
        }
    }

    private static RefusedException refused(String pipeline, String why) {
        return RefusedException.failed(Outlet.text(pipeline, "pipeline \"" + pipeline + "\": " + why));
    }
}
