package io.cameletl.guarantees.support;

import java.util.List;

/**
 * The numbered steps of the page protocol, and the statements by which a step is told to have begun. What comes after
 * belongs to it until the next one begins; {@link Moments} says how the rest is told apart. A kill hits a step before
 * and after each of its statements, and a COPY in the middle of its data.
 */
public enum Step {
    /** 1: the state tables are looked for and made, the lease is claimed, and the claim is answered. */
    CLAIM("etl_pipeline as p (name, version"),
    /** 2: the window is opened: the source's clock. */
    WINDOW("clock_timestamp()"),
    /** 3: the statement that reads a page, and what else the source is asked. */
    EXTRACT(),
    /** 4: the user's code, before it and after it. */
    TRANSFORM(),
    /** 5: the page's connection and catalogue, what was left behind, the transaction's begin. */
    BEGIN("SET TRANSACTION ISOLATION LEVEL"),
    /** 6: staging tables made or emptied, COPY; the commit of unlogged staging, and the count after it. */
    STAGE("CREATE TEMPORARY TABLE", "CREATE UNLOGGED TABLE", "TRUNCATE", "COPY "),
    /** 7: the last of each key. */
    DEDUPLICATE("etl_rank"),
    /** 8: deletes, inserts and updates; with bad records the search for them under savepoints. */
    MERGE(),
    /** 9: the cursor, and what goes into a ledger with it. */
    CURSOR("= step.from_at"),
    /** 10: before the commit. */
    COMMIT(),
    /** 11: after the commit, before its answer is heard; where the answer was lost, the look for the outcome. */
    ANSWER("for share of p"),
    /** 12: staging tables dropped, the run recorded, the lease given back. */
    FINISH("SET TRANSACTION READ WRITE", "etl_run (pipeline");

    private final List<String> beginnings;

    Step(String... beginnings) {
        this.beginnings = List.of(beginnings);
    }

    public int number() {
        return ordinal() + 1;
    }

    public boolean beginsWith(String sql) {
        return beginnings.stream().anyMatch(sql::contains);
    }
}
