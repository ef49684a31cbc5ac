package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Consumers;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sixteen consumers in two JVMs load messages into one pipeline, and the JVMs are killed and started again meanwhile.
 * {@code -Detl.test.messages} says how many messages.
 */
@Tag("slow")
@WithPostgres
class ConcurrentLoadsTest {
    private static final int MESSAGES = Integer.getInteger("etl.test.messages", 400);
    private static final int KILLS = 4;
    private static final String CONSUME = "consume 8 tables=stock";

    @Test
    void all_messages_of_sixteen_consumers_arrive_and_none_fails_though_jvms_are_killed(
            @SourceDb TestDatabase queue, @TargetDb TestDatabase target) throws Exception {
        queue.execute(
                "create table messages (id bigint primary key)",
                "insert into messages select generate_series(1, " + MESSAGES + ")");
        target.execute("create table stock (id bigint primary key, message bigint not null)");
        List<String> heard = new ArrayList<>();
        List<WorkerJvm> workers = new ArrayList<>(List.of(consuming(queue, target), consuming(queue, target)));
        try {
            for (int kill = 1; kill <= KILLS; kill++) {
                long left = MESSAGES - (long) MESSAGES * kill / (KILLS + 1);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(10))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> queue.count("messages") <= left);
                WorkerJvm killed = workers.remove(0);
                killed.close();
                heard.addAll(killed.heard());
                workers.add(consuming(queue, target));
            }
            for (WorkerJvm worker : workers) {
                heard.addAll(worker.heardUntil("CONSUMED", 1));
            }
        } finally {
            workers.forEach(WorkerJvm::close);
        }

        assertThat(heard).allMatch("CONSUMED"::equals);
        assertThat(queue.count("messages")).isZero();
        assertThat(target.count("stock where id = message")).isEqualTo(MESSAGES);
        assertThat(target.<Long>value("select version from etl_pipeline where name = 'stock'"))
                .as("each load is a step; one that was killed before its message went came again")
                .isBetween((long) MESSAGES, MESSAGES + 8L * KILLS);
        assertThat(target.<Long>value("select sum(loads)::bigint from etl_load where pipeline = 'stock'"))
                .as("each step is in the history, and nothing else")
                .isEqualTo(target.value("select version from etl_pipeline where name = 'stock'"));
        assertThat(target.<String>value("select cursor::text from etl_pipeline where name = 'stock'"))
                .contains("\"id\":\"" + Consumers.cursor(MESSAGES).id() + "\"");
    }

    private static WorkerJvm consuming(TestDatabase queue, TestDatabase target) throws InterruptedException {
        return WorkerJvm.start(queue, target).ready().send(CONSUME);
    }
}
