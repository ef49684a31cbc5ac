package io.cameletl.guarantees.support;

import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.support.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An order becomes a row of {@code orders}, one of {@code lines} for each of its lines, up to {@link #MOST}, and one of
 * {@code notes} if it has a note. What it has not is said to be gone.
 */
public final class SplitOrders implements Transform<Map<String, Object>> {
    /** An order has so many lines at most. */
    public static final int MOST = 4;

    public static final String OPTIONS =
            "query=RAW(select id, name, amount, lines, note, updated_at, gone from orders)&sourceDataSource=#source"
                    + "&cursorColumns=updated_at,id&transform=#orders&dataSource=#target&tables=orders,lines,notes"
                    + "&versionColumn=updated_at&deletedColumn=gone&consistencyDelay=0";

    /** Makes the tables of both sides. */
    public static void create(TestDatabase source, TestDatabase target) {
        source.execute(
                """
                create table orders (id bigint primary key, name text, amount numeric, lines int not null, note text,
                    updated_at timestamptz not null default clock_timestamp(), gone boolean not null default false)
                """);
        target.execute(
                """
                create table orders (id bigint primary key, name varchar(40), amount numeric(10,2),
                    updated_at timestamptz not null, added text default 'ours');
                create table lines (order_id bigint references orders, no int, sku text, updated_at timestamptz,
                    primary key (order_id, no));
                create table notes (order_id bigint primary key references orders, note text, updated_at timestamptz);
                """);
    }

    @Override
    public List<TargetData> transform(List<Map<String, Object>> rows) {
        List<Map<String, Object>> orders = new ArrayList<>();
        List<Map<String, Object>> lines = new ArrayList<>();
        List<Map<String, Object>> notes = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            boolean gone = (Boolean) row.get("gone");
            Map<String, Object> order = record(row, gone);
            order.put("id", row.get("id"));
            order.put("name", row.get("name"));
            order.put("amount", row.get("amount"));
            orders.add(order);
            for (int no = 1; no <= MOST; no++) {
                Map<String, Object> line = record(row, gone || no > (Integer) row.get("lines"));
                line.put("order_id", row.get("id"));
                line.put("no", no);
                line.put("sku", row.get("name") + "/" + no);
                lines.add(line);
            }
            Map<String, Object> note = record(row, gone || row.get("note") == null);
            note.put("order_id", row.get("id"));
            note.put("note", row.get("note"));
            notes.add(note);
        }
        return List.of(
                new TargetData("orders", orders), new TargetData("lines", lines), new TargetData("notes", notes));
    }

    private static Map<String, Object> record(Map<String, Object> row, boolean gone) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("updated_at", row.get("updated_at"));
        record.put("gone", gone);
        return record;
    }
}
