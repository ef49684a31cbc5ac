package io.cameletl.internal.console.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.postgres.state.StateReading;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads the state tables of one database for all who look at them. Thread-safe. */
public final class StateReader implements AutoCloseable {
    private static final String OVERVIEW = SqlResource.read(StateReader.class, "overview.sql");
    private static final String PIPELINE = SqlResource.read(StateReader.class, "pipeline.sql");
    private static final String LINES = SqlResource.read(StateReader.class, "lines.sql");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What was looked at lately is remembered of so many pipelines and pages. */
    private static final int REMEMBERED = 100;

    private static final int THREADS = 2;

    private final StateReading reading;
    private final boolean showRecords;
    private final InstantSource clock;
    private final ThreadPoolExecutor executor;
    private final Known<OverviewAnswer> overview;
    private final Map<Asked, Known<Optional<StatePipeline>>> pipelines = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Known<Optional<StatePipeline>>> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Asked(String pipeline, LedgerPlaces places) {}

    /**
     * Reaches for nothing yet.
     *
     * @param showRecords whether the beginnings of records are read, too
     */
    public StateReader(StateReading reading, boolean showRecords, InstantSource clock) {
        this.reading = reading;
        this.showRecords = showRecords;
        this.clock = clock;
        this.executor = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(REMEMBERED), task -> {
                    Thread thread = new Thread(task, "etl-console");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        this.overview = new Known<>(this::readOverview, executor, clock);
    }

    /** @return all pipelines, as they were at most a second ago where the database answers */
    public StateOverview overview() {
        Known.Answer<OverviewAnswer> known = overview.now();
        OverviewAnswer value = known.value();
        Instant readAt = known.readAt();
        Duration ahead = value == null || readAt == null ? Duration.ZERO : value.ahead(readAt);
        return new StateOverview(
                reading.place(),
                readAt == null ? null : readAt.plus(ahead),
                ahead,
                known.away(),
                value == null ? 0 : value.total(),
                value == null ? List.of() : value.lines());
    }

    /**
     * One pipeline.
     *
     * @param read whether it could ever be read
     * @param value empty when it is not there, or could never be read
     * @param away why it cannot be read now; null when it can
     */
    public record Found(boolean read, Optional<StatePipeline> value, @Nullable Instant readAt, @Nullable String away) {}

    /** @return the pipeline, as it was at most a second ago where the database answers; without value when it is not there */
    public Found pipeline(String name, LedgerPlaces places) {
        Known<Optional<StatePipeline>> known;
        synchronized (pipelines) {
            known = pipelines.computeIfAbsent(
                    new Asked(name, places), asked -> new Known<>(() -> readPipeline(asked), executor, clock));
        }
        Known.Answer<Optional<StatePipeline>> answer = known.now();
        Optional<StatePipeline> value = answer.value();
        return value == null
                ? new Found(false, Optional.empty(), null, answer.away())
                : new Found(true, value, answer.readAt(), answer.away());
    }

    /**
     * @param state the SQLSTATE; empty for lines without one
     * @return the numbers of the pipeline's rejected records of one kind, at most 100,000
     */
    public List<Long> rejected(String pipeline, String table, String state) throws SQLException {
        String numbers = reading.text(LINES, pipeline, table, state).orElse("[]");
        return LongStream.of(parse(numbers, long[].class)).boxed().toList();
    }

    /** Something was done: who looks next sees what came of it. */
    public void forget() {
        overview.forget();
        synchronized (pipelines) {
            pipelines.values().forEach(Known::forget);
        }
    }

    /** Nothing is read any more. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private OverviewAnswer readOverview() throws SQLException {
        return OverviewAnswer.of(node(reading.text(OVERVIEW).orElse("{}")));
    }

    private Optional<StatePipeline> readPipeline(Asked asked) throws SQLException {
        LedgerPlaces places = asked.places;
        return reading.text(
                        PIPELINE, asked.pipeline, places.skipped(), places.rejected(), places.postponed(), showRecords)
                .map(answer -> PipelineAnswer.of(node(answer)));
    }

    private static Node node(String answer) {
        return new Node(parse(answer, JsonNode.class));
    }

    private static <T> T parse(String answer, Class<T> type) {
        try {
            return JSON.readValue(answer, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the state tables hold what is no JSON", e);
        }
    }
}
