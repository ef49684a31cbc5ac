package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractResponse;
import io.cameletl.PipelineListener;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.PipelineMBean;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.support.service.BaseService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A context waits for the page in hand also where no route, for which Camel waits, has asked for it. */
@WithPostgres
@Timeout(60)
class StopOutsideRoutesTest {
    private static final String NUMBERS =
            "etl:numbers?source=#numbers&cursorType=java.lang.Integer&dataSource=#target&tables=numbers"
                    + "&prefetch=0&maxPagesPerRun=3&onExhausted=skip";

    private final CountDownLatch inHand = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final ExecutorService asker = Executors.newSingleThreadExecutor();
    private volatile boolean held;
    private TestDatabase target;
    private EtlContext etl;

    @BeforeEach
    void context(@SourceDb TestDatabase source, @TargetDb TestDatabase to) throws Exception {
        target = to;
        target.execute("create table numbers (id int primary key, constraint poison check (id > 3))");
        Source<Integer> numbers = request -> {
            if (held) {
                inHand.countDown();
                go.await();
            }
            int next = request.after() == null ? 1 : request.after() + 1;
            return new ExtractResponse<>(List.of(Map.of("id", next)), next, true);
        };
        etl = new EtlContext(source, target).bind("numbers", numbers);
    }

    @AfterEach
    void close() {
        go.countDown();
        etl.close();
        asker.shutdown();
    }

    @Test
    void a_run_that_a_template_has_started() throws Exception {
        target.execute("alter table numbers drop constraint poison");

        RunReport report = stopIn(this::run);

        assertThat(report.outcome()).hasToString("STOPPED");
        assertThat(report.pages()).isEqualTo(1);
        assertThat(target.count("numbers")).isEqualTo(1);
    }

    @Test
    void a_replay_that_jmx_has_started() throws Exception {
        run();
        assertThat(target.count("etl_skipped_page")).isEqualTo(3);
        target.execute("alter table numbers drop constraint poison");
        PipelineMBean bean = new PipelineMBean(etl.camel(), "numbers");

        String report = stopIn(() -> bean.invoke("replay"));

        assertThat(report).contains("\"outcome\":\"STOPPED\"", "\"pages\":1");
        assertThat(target.count("numbers")).isEqualTo(1);
        assertThat(target.count("etl_skipped_page")).isEqualTo(2);
    }

    @Test
    void a_run_whose_own_listener_stops_the_context_is_not_waited_for() {
        etl.bind("stopper", new PipelineListener() {
            @Override
            public void runEnded(RunEnd end) {
                etl.camel().stop();
            }
        });
        // Were it waited for, this test would not end.
        etl.camel().getShutdownStrategy().setTimeout(TimeUnit.DAYS.toSeconds(1));

        run();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> etl.camel()
                .isStopped());
    }

    /** The answer as it is: a stopped context converts nothing any more. */
    private RunReport run() {
        return (RunReport) etl.camel().createProducerTemplate().requestBody(NUMBERS, (Object) null);
    }

    /** Stops the context with the first page in hand, and lets that go when its endpoint waits for it. */
    private <T> T stopIn(Callable<T> work) throws Exception {
        held = true;
        Future<T> answer = asker.submit(work);
        inHand.await();
        List<Endpoint> endpoints = List.copyOf(etl.camel().getEndpoints());

        CompletableFuture<Void> stop = CompletableFuture.runAsync(etl.camel()::stop);
        Awaitility.await().until(() -> endpoints.stream()
                .anyMatch(endpoint -> endpoint instanceof EtlEndpoint && ((BaseService) endpoint).isStopping()));
        go.countDown();

        stop.get(30, TimeUnit.SECONDS);
        assertThat(target.<String>value("select lease_owner from etl_pipeline")).isNull();
        return answer.get(1, TimeUnit.MINUTES);
    }
}
