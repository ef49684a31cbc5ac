package io.cameletl.internal.source.query.compare;

import io.cameletl.internal.checksum.Images;
import io.cameletl.internal.checksum.KeyOrder;
import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.ComparedTable.KeyColumn;
import io.cameletl.internal.engine.pass.ImageType;
import io.cameletl.internal.source.query.shape.Ordering;
import io.cameletl.internal.source.query.shape.Orderings;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a query that are a table's key.
 *
 * @param columns the columns, in the key's order
 * @param orderings how their values are told apart
 * @param orders the types in which both sides order them; null where they may not order them alike
 * @param images their texts as the target would print them
 * @param keepForm whether a row is found by these texts as it is by its own
 * @param doubtful the first column of which the table may call two values equal that the query tells apart; null for none
 */
record ComparedKeys(
        List<String> columns,
        List<Ordering> orderings,
        List<@Nullable String> orders,
        List<String> images,
        boolean keepForm,
        @Nullable String doubtful) {
    static ComparedKeys of(
            Connection connection,
            String settings,
            QuerySpec spec,
            QueryText query,
            QueryShape shape,
            ComparedTable table,
            List<ImageType> types)
            throws SQLException {
        List<QueryShape.Column> columns = table.key().stream()
                .map(key -> ComparedQuery.column(spec, shape, key.column().name()))
                .toList();
        List<Ordering> orderings = new Orderings(spec, query).of(connection, settings, columns);
        List<String> collations = Query.of(IntStream.range(0, columns.size())
                                .mapToObj(i -> KeyOrder.collation(
                                        PageSql.column(columns.get(i).name()),
                                        types.get(table.keyPlaces().get(i))))
                                .collect(Collectors.joining(", ", "SELECT ", "\n"))
                        + "FROM (VALUES (1)) one (n)\nLEFT JOIN (\nSELECT q.*\nFROM (\n" + query.sql()
                        + "\n) q\nLIMIT 0\n) q ON true")
                .all(connection, settings, row -> {
                    List<String> all = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        all.add(row.getString(i));
                    }
                    return all;
                })
                .get(0);
        List<@Nullable String> orders = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            KeyColumn key = table.key().get(i);
            orders.add(
                    key.exact()
                            ? KeyOrder.type(
                                    types.get(table.keyPlaces().get(i)),
                                    key.column().type(),
                                    key.order().equals(collations.get(i)))
                            : null);
        }
        List<String> images = new ArrayList<>();
        boolean keepForm = true;
        String doubtful = null;
        for (int i = 0; i < columns.size(); i++) {
            ImageType has = types.get(table.keyPlaces().get(i));
            KeyColumn key = table.key().get(i);
            ImageType type = key.column().type();
            images.add(Images.text(Images.asStored(PageSql.column(columns.get(i).name()), has, type)));
            keepForm &= Images.keepsForm(has, type);
            boolean alike = key.exact() || (has.isNamed(type) && key.order().equals(collations.get(i)));
            doubtful = doubtful != null || alike ? doubtful : key.column().name();
        }
        return new ComparedKeys(
                columns.stream().map(QueryShape.Column::name).toList(), orderings, orders, images, keepForm, doubtful);
    }

    /** @return how the query's rows are looked up by them */
    KeyJoin join() {
        return KeyJoin.of(columns, orderings);
    }

    /** @return the same by what the target would print of the query's rows */
    KeyJoin joinImages() {
        return KeyJoin.ofImages(images);
    }
}
