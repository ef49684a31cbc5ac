package io.cameletl.internal.postgres.survey;

import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.Kind;
import io.cameletl.internal.engine.pass.Findings;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.RecordText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is found of one table. Used by one thread. */
final class TableTally {
    /** So many differences of each kind are shown. */
    private static final int EXAMPLES = 5;

    private static final Pattern COMMA = Pattern.compile(",");

    private final SurveyedTable table;
    private final DoubtSql doubts;
    private final List<String> keylessExamples = new ArrayList<>();
    private long keyless;
    private long made;
    private long rows;

    TableTally(SurveyedTable table) {
        this.table = table;
        this.doubts = new DoubtSql(table);
    }

    /** The table cannot have the row of a record. */
    void keyless(StagedTable staged, int record) {
        keyless++;
        if (keylessExamples.size() < EXAMPLES) {
            RecordText text = new RecordText(staged.records(), staged.copyColumns());
            keylessExamples.add(
                    key(i -> text.value(record, table.match().keys().get(i).name())));
        }
    }

    /** @return how many records had no key that the table can hold */
    long keyless() {
        return keyless;
    }

    /** All records have come: only what differs is kept from now on. */
    void count(Connection connection) throws SQLException {
        MadeSql records = new MadeSql(table);
        Sql.run(connection, records.lastOfEachKey(), records.forgetGone(), records.analyze());
        made = keyless + Sql.number(connection, records.countMade());
        Sql.run(connection, doubts.doubtDifferent(), doubts.doubtSurplus(), "TRUNCATE " + table.made());
        rows = Sql.number(connection, doubts.countRows());
    }

    Findings findings(Connection connection, UnaryOperator<String> shown) throws SQLException {
        Sql.run(connection, doubts.forgetNoRows());
        Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
        Map<String, Long> columns = new TreeMap<>();
        List<Difference> examples = new ArrayList<>();
        keylessExamples.forEach(key -> examples.add(new Difference(Kind.MISSING, shown.apply(key), List.of())));
        Sql.run(
                connection,
                List.of(doubts.countKinds(), doubts.countColumns(), doubts.examples(EXAMPLES)),
                List.of(
                        row -> {
                            while (row.next()) {
                                kinds.put(Kind.valueOf(row.getString(1)), row.getLong(2));
                            }
                        },
                        row -> {
                            while (row.next()) {
                                for (String name : columns(row.getString(1))) {
                                    columns.put(name, row.getLong(2));
                                }
                            }
                        },
                        row -> {
                            while (row.next()) {
                                Kind kind = Kind.valueOf(row.getString(1));
                                List<String> texts = new ArrayList<>();
                                for (int i = 0; i < table.match().keys().size(); i++) {
                                    texts.add(String.valueOf(row.getString(i + 3)));
                                }
                                examples.add(new Difference(
                                        kind,
                                        shown.apply(key(texts::get)),
                                        kind == Kind.DIFFERENT ? columns(row.getString(2)) : List.of()));
                            }
                        }));
        return new Findings(
                0,
                made,
                rows,
                keyless + kinds.getOrDefault(Kind.MISSING, 0L),
                kinds.getOrDefault(Kind.DIFFERENT, 0L),
                kinds.getOrDefault(Kind.SURPLUS, 0L),
                kinds.getOrDefault(Kind.WAITING, 0L),
                columns,
                examples);
    }

    private List<String> columns(@Nullable String places) {
        List<String> names = table.table().columnNames();
        return places == null || places.isEmpty()
                ? List.of()
                : COMMA.splitAsStream(places)
                        .map(Integer::parseInt)
                        .filter(place -> place >= 0)
                        .map(names::get)
                        .toList();
    }

    private interface Texts {
        @Nullable
        String of(int place);
    }

    private String key(Texts texts) {
        List<Identifier> keys = table.match().keys();
        return IntStream.range(0, keys.size())
                .mapToObj(i -> {
                    String text = texts.of(i);
                    return keys.get(i).name() + "=" + (text == null ? "NULL" : text);
                })
                .collect(Collectors.joining(", "));
    }
}
