package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractResponse;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An endless source: only a stop ends its runs. */
@WithPostgres
@Timeout(60)
class StopTest {
    private final CountDownLatch thirdPage = new CountDownLatch(3);
    private final Source<Integer> endless = request -> {
        int next = request.after() == null ? 1 : request.after() + 1;
        return new ExtractResponse<>(List.of(Map.of("id", next)), next, true);
    };
    private final CompletableFuture<RunReport> ended = new CompletableFuture<>();
    private final PipelineListener listener = new PipelineListener() {
        @Override
        public void pageCommitted(PageReport page) {
            thirdPage.countDown();
        }

        @Override
        public void runEnded(RunEnd end) {
            ended.complete(end.run());
        }
    };

    @Test
    void stopping_the_context_ends_a_run_after_the_page_in_hand(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        try (EtlContext etl = started(source, target)) {
            thirdPage.await();

            etl.camel().stop();

            assertEndedInOrder(ended.get(1, TimeUnit.MINUTES), target);
        }
    }

    @Test
    void stopping_the_route_ends_a_run_after_the_page_in_hand(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        try (EtlContext etl = started(source, target)) {
            thirdPage.await();

            etl.camel().getRouteController().stopRoute("numbers", 30, TimeUnit.SECONDS);

            assertEndedInOrder(ended.get(1, TimeUnit.MINUTES), target);
        }
    }

    private EtlContext started(TestDatabase source, TestDatabase target) throws Exception {
        target.execute("create table numbers (id int primary key)");
        EtlContext etl = new EtlContext(source, target).bind("endless", endless).bind("listener", listener);
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:once?repeatCount=1")
                        .routeId("numbers")
                        .to(
                                "etl:numbers?source=#endless&cursorType=java.lang.Integer&dataSource=#target&tables=numbers");
            }
        });
        return etl;
    }

    private static void assertEndedInOrder(RunReport report, TestDatabase target) {
        assertThat(report.outcome()).isEqualTo(RunOutcome.STOPPED);
        assertThat(target.count("numbers")).isEqualTo(report.rows());
        assertThat(target.<String>value("select lease_owner from etl_pipeline")).isNull();
        assertThat(target.<Integer>value("select cursor::text::int from etl_pipeline"))
                .isEqualTo((int) report.rows());
    }
}
