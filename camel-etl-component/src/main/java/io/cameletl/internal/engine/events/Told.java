package io.cameletl.internal.engine.events;

import io.cameletl.EtlEvent;
import io.cameletl.SkippedPage;
import io.cameletl.StoredCursor;
import io.cameletl.internal.engine.driver.DatabaseSection;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.Step;
import io.cameletl.internal.outlet.Outlet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What events are made of, as it may be told. */
final class Told {
    private Told() {}

    static EtlEvent.Example example(String pipeline, List<RejectedRecord> records) {
        RejectedRecord first = records.get(0);
        return new EtlEvent.Example(first.table(), Outlet.value(pipeline, first.key()), first.reason());
    }

    static SkippedPage page(String pipeline, SkippedPage page) {
        return Outlet.keepsValues(pipeline)
                ? new SkippedPage(
                        page.id(),
                        page.runNumber(),
                        page.after() == null ? null : hidden(pipeline, page.after()),
                        hidden(pipeline, page.end()),
                        page.window(),
                        page.rows(),
                        page.reason())
                : page;
    }

    private static StoredCursor hidden(String pipeline, StoredCursor cursor) {
        return new StoredCursor(cursor.type(), Outlet.json(pipeline, cursor.json()));
    }

    static EtlEvent.Stall stall(Step step, @Nullable DatabaseSection section) {
        DatabaseSection.ServerProcess process = section == null ? null : section.process();
        return new EtlEvent.Stall(
                step.phase(),
                step.lasted(),
                step.page(),
                step.rows(),
                section == null || section.backendPid() == 0 ? null : section.backendPid(),
                process == null ? null : process.waitsFor(),
                process == null ? List.of() : process.blockedBy());
    }
}
