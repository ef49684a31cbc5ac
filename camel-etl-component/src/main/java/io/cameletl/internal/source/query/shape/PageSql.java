package io.cameletl.internal.source.query.shape;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.source.query.text.QueryText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statement that reads a page. Its parameters, in order: the cursor's values when there is one, as often as
 * {@link #parameters} says; in the same way those of the last row's cursor when the shape has one; the window's end when the first cursor column is a time; the limit.
 *
 * <p>The values are compared by the operators that {@code ORDER BY} goes by, under every search path. Comparing rows
 * ({@code ROW(a, b) > ROW(?, ?)}) lets an index on the cursor columns answer it without a sort. That takes one operator for
 * all columns; where they have different ones, as {@code citext} of an extension has its own, the same is said column by
 * column, and the index is entered by the first.
 */
public final class PageSql {
    /** How values stand in the statement. */
    private interface Values {
        String after(CursorColumn column);

        String end(CursorColumn time);
    }

    private static final Values PARAMETERS = new Values() {
        @Override
        public String after(CursorColumn column) {
            return column.ordering().parameter();
        }

        @Override
        public String end(CursorColumn time) {
            return time.ordering().parameter();
        }
    };

    private PageSql() {}

    public static String of(QueryText query, QueryShape shape, boolean hasCursor) {
        return of("q.*", query, shape, hasCursor) + "\nLIMIT ?";
    }

    /** @param select what of the rows is read: {@code q.*}, or columns */
    public static String of(String select, QueryText query, QueryShape shape, boolean hasCursor) {
        return of(select, query, shape, hasCursor, PARAMETERS);
    }

    /**
     * The same with a cursor, for a statement that takes no parameters: the values are settings of the session.
     *
     * @param after the names of the settings for the cursor's values
     * @param end that for the window's end
     */
    public static String ofSettings(String select, QueryText query, QueryShape shape, List<String> after, String end) {
        return of(select, query, shape, true, new Values() {
            @Override
            public String after(CursorColumn column) {
                return column.ordering().setting(after.get(shape.cursor().indexOf(column)));
            }

            @Override
            public String end(CursorColumn time) {
                return time.ordering().setting(end);
            }
        });
    }

    private static String of(String select, QueryText query, QueryShape shape, boolean hasCursor, Values values) {
        List<String> conditions = new ArrayList<>();
        if (hasCursor) {
            conditions.add(after(shape.cursor(), values));
        }
        if (shape.end() != null) {
            conditions.add(upTo(shape.cursor()));
        }
        if (shape.hasWindow()) {
            CursorColumn time = shape.cursor().get(0);
            conditions.add(time.sql() + " " + time.ordering().less() + " " + values.end(time));
        }
        for (CursorColumn column : shape.cursor()) {
            if (column.nullable()) {
                conditions.add(column.isThere());
            }
        }
        return "SELECT " + select + "\nFROM (\n" + query.sql() + "\n) q\n"
                + (conditions.isEmpty() ? "" : "WHERE " + String.join("\n  AND ", conditions) + "\n")
                + "ORDER BY " + list(shape.cursor(), CursorColumn::sql);
    }

    /** @return the places in the cursor, from 0, whose values are the first parameters */
    public static List<Integer> parameters(List<CursorColumn> cursor) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < cursor.size(); i++) {
            places.add(i);
            if (!haveOneOperator(cursor.subList(i, cursor.size()))) {
                places.add(i);
            }
        }
        return places;
    }

    public static String column(String name) {
        return "q." + Identifier.of(name).sql();
    }

    /** The condition that a row comes after a cursor; its values are those that {@link #parameters} says. */
    public static String after(List<CursorColumn> cursor) {
        return after(cursor, PARAMETERS);
    }

    /** The same for a row that is the cursor's, or comes after it. */
    public static String atLeast(List<CursorColumn> cursor) {
        return after(cursor, PARAMETERS, Ordering::atLeast);
    }

    /** The same for a row that is the cursor's, or comes before it. */
    public static String atMost(List<CursorColumn> cursor) {
        return upTo(cursor);
    }

    private static String after(List<CursorColumn> cursor, Values values) {
        return after(cursor, values, Ordering::greater);
    }

    /** @param last the operator for rows whose columns before the last one are the cursor's */
    private static String after(List<CursorColumn> cursor, Values values, Function<Ordering, String> last) {
        CursorColumn first = cursor.get(0);
        if (haveOneOperator(cursor)) {
            return "ROW(" + list(cursor, CursorColumn::sql) + ") "
                    + last.apply(first.ordering())
                    + " ROW(" + list(cursor, values::after) + ")";
        }
        String parameter = " " + values.after(first);
        return "(" + first.sql() + " " + first.ordering().atLeast() + parameter + " AND (" + first.sql() + " "
                + first.ordering().greater() + parameter + " OR "
                + after(cursor.subList(1, cursor.size()), values, last)
                + "))";
    }

    /** Whatever is not {@link #after}. */
    private static String upTo(List<CursorColumn> cursor) {
        if (haveOneOperator(cursor)) {
            return "ROW(" + list(cursor, CursorColumn::sql) + ") "
                    + cursor.get(0).ordering().atMost()
                    + " ROW(" + list(cursor, column -> column.ordering().parameter()) + ")";
        }
        CursorColumn first = cursor.get(0);
        String parameter = " " + first.ordering().parameter();
        return "(" + first.sql() + " " + first.ordering().atMost() + parameter + " AND (" + first.sql() + " "
                + first.ordering().less() + parameter + " OR " + upTo(cursor.subList(1, cursor.size())) + "))";
    }

    private static boolean haveOneOperator(List<CursorColumn> cursor) {
        Set<String> operators = new HashSet<>();
        cursor.forEach(column -> operators.add(column.ordering().greater()));
        return operators.size() == 1;
    }

    private static String list(List<CursorColumn> columns, Function<CursorColumn, String> part) {
        return columns.stream().map(part).collect(Collectors.joining(", "));
    }
}
