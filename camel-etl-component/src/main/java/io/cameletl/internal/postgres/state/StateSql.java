package io.cameletl.internal.postgres.state;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The statements, their tables qualified with the schema that holds the state. Immutable. */
final class StateSql {
    private final String schema;
    private final Map<Name, String> statements = new EnumMap<>(Name.class);

    /** @param schema unquoted */
    StateSql(String schema) {
        this.schema = schema;
        String quoted = Identifier.of(schema).sql();
        for (Name name : Name.values()) {
            statements.put(name, name.text.replace("{move}", Name.MOVE.text).replace("{schema}", quoted));
        }
    }

    /** @return the schema, unquoted: for a statement that takes it as a value */
    String schema() {
        return schema;
    }

    /** @return the statement's text */
    String get(Name name) {
        return Objects.requireNonNull(statements.get(name));
    }

    /** Each statement is the file of its name beside this class; without one of them the store does not start. */
    enum Name {
        ACT,
        ACTIONS,
        ADOPT,
        AWAIT_TURN,
        BREAKER,
        CLAIM,
        CLOSE_BREAKER,
        CREATE,
        DISCARD_POSTPONED_RECORDS,
        DISCARD_REJECTED_RECORDS,
        DISCARD_SKIPPED_PAGES,
        FINISH,
        FULL_PASS,
        FULL_PASS_COUNT,
        FULL_PASS_ENDED,
        GIVE_UP,
        HISTORY,
        HOLDER,
        IDENTITIES,
        KEEP_BREAKER,
        KEEP_MADE_OF,
        KNOWN,
        LOAD,
        LOCK_TIMEOUT,
        MADE_OF,
        MOVE,
        PASSES,
        PASS_BEGIN,
        PASS_FORGET,
        PASS_KEEP,
        PASS_UNFINISHED,
        PASS_UNFINISHED_OF,
        PAUSE,
        POSITION,
        POSTPONED,
        REJECT,
        REJECTED,
        REMOVE_REJECTED_RECORDS,
        REMOVE_SKIPPED_PAGES,
        RENEW,
        RESET,
        RIGHTS,
        SEEK,
        SHARD_CLAIM,
        SHARD_CLEAR,
        SHARD_CONCLUDE,
        SHARD_HOLDER,
        SHARD_JOIN,
        SHARD_MOVE,
        SHARD_PLAN,
        SHARD_PROGRESS,
        SHARD_RELEASE,
        SHARD_RENEW,
        SHARD_TAKEN,
        SKIP,
        SKIPPED,
        STATUS,
        TAKEN,
        TAKE_TURN;

        private final String text = SqlResource.read(StateSql.class, name().toLowerCase(Locale.ROOT) + ".sql");
    }
}
