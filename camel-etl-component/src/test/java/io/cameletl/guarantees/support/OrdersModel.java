package io.cameletl.guarantees.support;

import io.cameletl.VerificationReport.TableReport;
import io.cameletl.support.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What should be found of the tables of {@link SplitOrders}, told in another way: of all rows, in memory. */
public final class OrdersModel {
    private static final Map<String, String> MADE = new LinkedHashMap<>();

    static {
        MADE.put(
                "orders",
                "select id as k, id as order_id, name::varchar(40) as name, amount::numeric(10,2)::text as amount,"
                        + " updated_at::text as updated_at from orders where not gone");
        MADE.put(
                "lines",
                "select id || '/' || no as k, id as order_id, name || '/' || no as sku, updated_at::text as updated_at"
                        + " from orders, generate_series(1, lines) no where not gone");
        MADE.put(
                "notes",
                "select id as k, id as order_id, note, updated_at::text as updated_at from orders where not gone and note is not null");
    }

    private static final Map<String, String> THERE = Map.of(
            "orders",
            "select id as k, id as order_id, name, amount::text as amount, updated_at::text as updated_at from orders",
            "lines",
            "select order_id || '/' || no as k, order_id, sku, updated_at::text as updated_at from lines",
            "notes",
            "select order_id as k, order_id, note, updated_at::text as updated_at from notes");

    private OrdersModel() {}

    /** @return what differs, without orders that changed since the last drained window */
    public static List<TableReport> differences(TestDatabase source, TestDatabase target) {
        String end = target.value(
                "select (case when from_at < before_at then from_at else before_at end)::text from etl_pipeline");
        Set<Object> underWay = new HashSet<>();
        source.query("select id from orders where updated_at >= '" + end + "'")
                .forEach(row -> underWay.add(row.get("id")));
        List<TableReport> reports = new ArrayList<>();
        MADE.forEach((table, sql) ->
                reports.add(compare(table, byKey(source.query(sql)), byKey(target.query(THERE.get(table))), underWay)));
        return reports;
    }

    private static Map<Object, Map<String, Object>> byKey(List<Map<String, Object>> rows) {
        Map<Object, Map<String, Object>> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.get("k"), row));
        return byKey;
    }

    private static TableReport compare(
            String table,
            Map<Object, Map<String, Object>> made,
            Map<Object, Map<String, Object>> there,
            Set<Object> underWay) {
        long missing = 0;
        long different = 0;
        Map<String, Long> columns = new HashMap<>();
        for (Map.Entry<Object, Map<String, Object>> each : made.entrySet()) {
            Map<String, Object> row = there.get(each.getKey());
            if (underWay.contains(each.getValue().get("order_id"))) {
                continue;
            }
            if (row == null) {
                missing++;
                continue;
            }
            List<String> differ = each.getValue().keySet().stream()
                    .filter(column -> !Objects.equals(each.getValue().get(column), row.get(column)))
                    .toList();
            different += differ.isEmpty() ? 0 : 1;
            differ.forEach(column -> columns.merge(column, 1L, Long::sum));
        }
        long surplus = there.entrySet().stream()
                .filter(each -> !made.containsKey(each.getKey())
                        && !isUnderWay(table, each.getKey(), each.getValue(), underWay))
                .count();
        return new TableReport(table, 0, 0, missing, different, surplus, 0, columns);
    }

    /** What a transform can make of an order that is under way; other rows beside it are surplus, whatever becomes of it. */
    private static boolean isUnderWay(String table, Object key, Map<String, Object> row, Set<Object> underWay) {
        boolean canBeMade =
                !table.equals("lines") || Integer.parseInt(key.toString().replaceAll(".*/", "")) <= SplitOrders.MOST;
        return canBeMade && underWay.contains(row.get("order_id"));
    }

    /** @return the same without how many rows were compared */
    public static TableReport differences(TableReport report) {
        return new TableReport(
                report.table(),
                0,
                0,
                report.missing(),
                report.different(),
                report.surplus(),
                report.waiting(),
                report.columns());
    }
}
