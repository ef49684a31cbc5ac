package io.cameletl.internal.engine.events;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.PageReport;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.RejectedRecord;
import java.util.List;

/** What a committed page tells of records that wait. */
final class PostponedNews {
    private PostponedNews() {}

    static void of(PipelineEvents events, PageReport page, PageResult result) {
        String pipeline = page.pipeline();
        List<RejectedRecord> postponed = result.leftOut().postponed();
        if (!postponed.isEmpty()) {
            EtlEvent.Example first = Told.example(pipeline, postponed);
            events.happens(
                    Kind.RECORDS_POSTPONED,
                    first.table(),
                    leftOut -> new EtlEvent.RecordsPostponed(
                            pipeline,
                            page.runNumber(),
                            events.now(),
                            page.page(),
                            postponed.size(),
                            result.waiting(),
                            first,
                            leftOut));
        } else if (result.waiting() == 0) {
            events.over(Kind.RECORDS_POSTPONED, Kind.RECORDS_OVERDUE);
        }
        RejectedRecord oldest = result.oldest();
        if (page.runNumber() == 0
                && oldest != null
                && oldest.since().isBefore(events.now().minus(PipelineEvents.OVERDUE))) {
            events.happens(
                    Kind.RECORDS_OVERDUE,
                    "",
                    leftOut -> new EtlEvent.RecordsOverdue(
                            pipeline,
                            events.now(),
                            result.waiting(),
                            oldest.since(),
                            Told.example(pipeline, List.of(oldest))));
        }
    }
}
