package io.cameletl.internal.postgres.state;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;

/** The statements, their tables qualified with the schema that holds the state. Immutable. */
final class StateSql {
    /** Unquoted, for the statement that takes it as a value. */
    final String schema;

    final String claim;
    final String rights;
    final String holder;
    final String renew;
    final String position;
    final String create;
    final String move;
    final String taken;
    final String finish;
    final String seek;
    final String status;
    final String history;
    final String skip;
    final String skipped;
    final String known;
    final String reject;
    final String rejected;
    final String removeSkippedPages;
    final String removeRejectedRecords;
    final String pause;
    final String breaker;
    final String keepBreaker;

    /** @param schema unquoted */
    StateSql(String schema) {
        this.schema = schema;
        String quoted = Identifier.of(schema).sql();
        claim = read("claim.sql", quoted);
        rights = SqlResource.read(StateSql.class, "rights.sql");
        holder = read("holder.sql", quoted);
        renew = read("renew.sql", quoted);
        position = read("position.sql", quoted);
        create = read("create.sql", quoted);
        move = read("move.sql", quoted);
        taken = read("taken.sql", quoted);
        finish = read("finish.sql", quoted);
        seek = read("seek.sql", quoted);
        status = read("status.sql", quoted);
        history = read("history.sql", quoted);
        skip = read("skip.sql", quoted);
        skipped = read("skipped.sql", quoted);
        known = read("known.sql", quoted);
        reject = read("reject.sql", quoted);
        rejected = read("rejected.sql", quoted);
        removeSkippedPages = read("remove_skipped_pages.sql", quoted);
        removeRejectedRecords = read("remove_rejected_records.sql", quoted);
        pause = read("pause.sql", quoted);
        breaker = read("breaker.sql", quoted);
        keepBreaker = read("keep_breaker.sql", quoted);
    }

    private static String read(String file, String quotedSchema) {
        return SqlResource.read(StateSql.class, file).replace("{schema}", quotedSchema);
    }
}
