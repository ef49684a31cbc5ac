package io.cameletl.internal.postgres.load;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.SqlStates;
import java.sql.SQLException;

/** What to do about an error of PostgreSQL's that no single record caused, by its SQLSTATE. */
final class ServerAdvice {
    private static final String CLASS_OF_ANY = "";

    private ServerAdvice() {}

    static String of(SQLException failure) {
        String state = SqlStates.find(failure);
        if (EtlException.isTransient(failure)) {
            return "It may pass: it is tried again, and the next run begins there" + SqlStates.whyEnded(state);
        }
        return state == null ? unknown() : of(state);
    }

    private static String of(String state) {
        return switch (state) {
            case SqlStates.INSUFFICIENT_PRIVILEGE ->
                "Grant the user SELECT, INSERT, UPDATE and DELETE on the target tables and TEMPORARY on the database"
                        + " (CREATE on the tables' schemas with staging=unlogged)";
            case SqlStates.READ_ONLY_TRANSACTION -> "Point dataSource to a server that can be written, not a standby";
            case "42P01", "42703", "42704", "42883", "3F000" ->
                "Something that the tables, their triggers or a custom commit name is not there, or has another name"
                        + " now. Compare them with the options; the next page looks at the tables anew";
            case "42804", "42846" ->
                "A column has another type than what is written into it, as after an ALTER TABLE. Compare the columns;"
                        + " the next page looks at the tables anew";
            case "54011" ->
                "A table of PostgreSQL's has 1,600 columns at most, and staging takes two more than the records. Load"
                        + " fewer columns, or split the table";
            case "2F003", "38003", "25001" ->
                "A function, trigger or custom commit did what is not allowed within the page's transaction. Correct it";
            default -> ofClass(state);
        };
    }

    private static String ofClass(String state) {
        return switch (state.length() < 2 ? CLASS_OF_ANY : state.substring(0, 2)) {
            case "0A" ->
                "The server cannot do this with these tables. Change the table, trigger or commit that it names";
            case "22", "23" -> "A value does not fit, or a constraint does not hold. Correct the value, or the table";
            case "25" ->
                "The page's transaction was ended or changed by a trigger, function or custom commit, or by a setting"
                        + " of the pool. Leave it to the component";
            case "26", "34" ->
                "A pool that shares sessions took the statement away: use one that keeps a session for a"
                        + " transaction";
            case "28" -> "Check user and password of the data source, and the server's pg_hba.conf";
            case "3D" -> "Check the database's name in the URL of the data source";
            case "42" -> "Check the names, types and rights of the target tables, their triggers and a custom commit";
            case "44" -> "A view's WITH CHECK OPTION refuses a record. Correct the record or the view";
            case "54" ->
                "A value, row or index entry is larger than PostgreSQL takes: a value and a line of COPY at most 1 GB,"
                        + " an index entry about 2,700 bytes. Shorten the value, or index less of it";
            case "55" ->
                "The table is not in a state to be written, as one that is published without a replica identity."
                        + " Change that";
            case "58" -> "The server's machine has failed it, as by a full or broken disk. See the server's log";
            case "F0", "XX" -> "The server has a fault of its own. See its log; its data may need repair";
            case "P0" ->
                "A trigger, function or custom commit raised it; the message is its author's. Correct the record, or"
                        + " what raises it";
            default -> "The server's log says more of SQLSTATE " + state + ", and its manual what that means";
        };
    }

    private static String unknown() {
        return "It came from the driver or the pool and not from the server: check the data source";
    }
}
