package io.cameletl.internal.source.query.shape;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.column;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.text;
import static io.cameletl.internal.source.support.Sources.withOptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cameletl.EtlException;
import io.cameletl.internal.source.query.QuerySource;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@WithPostgres
class QuerySessionTest {
    private static final String ORDERS = "SELECT * FROM orders";

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(QuerySession.class);

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening(TestDatabase db) {
        logger.detachAppender(logged);
        db.execute("drop owned by " + role(db), "drop role " + role(db));
    }

    private static String role(TestDatabase db) {
        return db.name() + "_reader";
    }

    @BeforeEach
    void orders(TestDatabase db) {
        db.execute(
                "create role " + role(db),
                "create table orders (id int primary key)",
                "insert into orders select generate_series(1, 12)",
                "grant select on orders to " + role(db));
    }

    private static BasicDataSource reader(TestDatabase db, boolean autoCommit) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(db.url());
        pool.setUsername(db.user());
        pool.setPassword(db.password());
        pool.setDefaultAutoCommit(autoCommit);
        pool.setConnectionInitSqls(List.of("set role " + role(db)));
        return pool;
    }

    private List<ILoggingEvent> warnings() {
        return logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rows_that_a_policy_hides_are_spoken_of_once(boolean autoCommit, TestDatabase db) throws Exception {
        db.execute(
                "alter table orders enable row level security",
                "create policy p on orders to " + role(db) + " using (id < 5)");
        try (BasicDataSource pool = reader(db, autoCommit)) {
            QuerySource source = text(pool, ORDERS, "id");

            assertThat(column(drain(source, 3, FAR), "id")).containsExactly("1", "2", "3", "4");
            assertThat(column(drain(source, 3, FAR), "id")).hasSize(4);
        }
        assertThat(warnings()).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .contains("Pipeline orders reads only the rows that row-level security shows", "\"orders\"")
                .contains("BYPASSRLS"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_policy_that_comes_while_a_pipeline_lives_is_spoken_of(boolean autoCommit, TestDatabase db) throws Exception {
        try (BasicDataSource pool = reader(db, autoCommit)) {
            QuerySource source = text(pool, ORDERS, "id");
            assertThat(drain(source, 3, FAR)).hasSize(12);
            assertThat(warnings()).isEmpty();
            db.execute(
                    "alter table orders enable row level security",
                    "create policy p on orders to " + role(db) + " using (id < 5)");

            assertThat(drain(source, 3, FAR)).hasSize(4);
        }
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void a_role_without_the_privilege_is_refused_and_no_policy_blamed(TestDatabase db) throws Exception {
        db.execute("revoke select on orders from " + role(db));
        try (BasicDataSource pool = reader(db, true)) {
            assertThatThrownBy(() -> drain(text(pool, ORDERS, "id"), 3, FAR))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("what the source's role may read");
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_query_means_what_it_means_in_its_database(TestDatabase db) {
        String query = "SELECT id, 'it\\'s; ?' AS n, 'a\\\\b' AS m FROM orders WHERE id = 1";

        assertThat(drain(text(withOptions(db, "-c standard_conforming_strings=off"), query, "id"), 3, FAR))
                .containsExactly(Map.of("id", "1", "n", "it's; ?", "m", "a\\b"));
        assertThatThrownBy(() -> drain(text(db.dataSource(), query, "id"), 3, FAR))
                .hasMessageContaining("something after its semicolon");
    }
}
