package io.cameletl.internal.postgres.plan;

import java.util.List;

/**
 * What of a table may come between a statement and its rows.
 *
 * @param triggersOnInsert whether user triggers fire on INSERT
 * @param writeTriggers the names of BEFORE triggers FOR EACH ROW that may change or leave out a row that is inserted or
 *     updated. With those of partitions and child tables, as the other triggers
 * @param deleteTriggers the names of such triggers that may keep a row that is deleted
 * @param rules the names of rules on INSERT, UPDATE and DELETE
 * @param rowSecurity whether row-level security applies to the user
 * @param hidesRows whether it may hide rows from the user
 * @param children whether the table has child tables, by INHERITS, whose rows are also its own
 * @param temporalKey whether the table has a key WITHOUT OVERLAPS
 * @param deferred whether some constraint or trigger of the table, or of one that refers to it, waits for the commit
 * @param farReaching whether a write may read or change more than its own row: by any user trigger, by a foreign key that
 *     passes on an update of the row that it refers to, or on another server
 * @param looksAround whether a check or a default, of the table or of a column's domain, calls a function of a user that may
 *     look at other rows
 */
public record TableTraits(
        boolean triggersOnInsert,
        List<String> writeTriggers,
        List<String> deleteTriggers,
        List<String> rules,
        boolean rowSecurity,
        boolean hidesRows,
        boolean children,
        boolean temporalKey,
        boolean deferred,
        boolean farReaching,
        boolean looksAround) {
    public TableTraits {
        writeTriggers = List.copyOf(writeTriggers);
        deleteTriggers = List.copyOf(deleteTriggers);
        rules = List.copyOf(rules);
    }
}
