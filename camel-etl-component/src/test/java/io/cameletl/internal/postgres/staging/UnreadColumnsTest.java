package io.cameletl.internal.postgres.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.BadRecordException;
import io.cameletl.Rows;
import io.cameletl.internal.records.DeletedFlag;
import io.cameletl.internal.records.Records;
import io.cameletl.internal.records.TextLine;
import io.cameletl.internal.records.TextRows;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.TypedColumn;
import io.cameletl.support.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lines that are passed on unread are those that would be written of their values. */
class UnreadColumnsTest {
    private static final List<String> PIECES = List.of(
            "\t",
            "\n",
            "\r",
            "\\",
            "\\N",
            "\\.",
            "\b",
            "\f",
            "\u000b",
            "\u0001",
            "\u007f",
            "ä",
            "€",
            "😀",
            "a",
            "t",
            "f",
            "true",
            "0",
            "\\u0000",
            "{}",
            "null",
            "long enough to be looked at eight bytes at a time");
    private static final List<String> COLUMNS = List.of("id", "a", "b", "c", "flag");
    private static final ColumnType BOOLEAN = ColumnType.of(16);
    private static final List<ColumnType> TYPES =
            List.of(ColumnType.OTHER, ColumnType.JSONB, BOOLEAN, ColumnType.of(1560), ColumnType.of(114));

    @Test
    void as_they_would_be_written() {
        Seeded.times(300).play("Unread columns", seed -> {
            Random random = Seeded.random(seed);
            TextRows lines = lines(random);
            List<Object[]> values = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                values.add(lines.values(i));
            }
            List<String> chosen = new ArrayList<>(COLUMNS);
            if (random.nextBoolean()) {
                Collections.shuffle(chosen, random);
                chosen.subList(random.nextInt(chosen.size()), chosen.size()).clear();
            }
            List<TypedColumn> columns = chosen.stream()
                    .map(column -> new TypedColumn(
                            column, random.nextInt(3) > 0 ? ColumnType.OTHER : TYPES.get(random.nextInt(TYPES.size()))))
                    .toList();
            String deleted = random.nextBoolean() ? COLUMNS.get(random.nextInt(COLUMNS.size())) : null;
            boolean marks = random.nextBoolean();

            assertThat(written(lines, columns, deleted, marks))
                    .isEqualTo(written(new Rows(COLUMNS, values), columns, deleted, marks));
        });
    }

    private static TextRows lines(Random random) {
        TextLine line = new TextLine(COLUMNS.size());
        byte[][] lines = new byte[random.nextInt(1, 30)][];
        for (int i = 0; i < lines.length; i++) {
            line.add(Integer.toString(i).getBytes(UTF_8));
            for (int column = 1; column < 4; column++) {
                String text = text(random);
                line.add(text == null ? null : text.getBytes(UTF_8));
            }
            line.add(random.nextInt(4) == 0 ? null : random.nextBoolean() ? new byte[] {'t'} : new byte[] {'f'});
            lines[i] = line.end();
        }
        return new TextRows(COLUMNS, new boolean[] {false, false, false, false, true}, line.nulls(), lines);
    }

    private static @Nullable String text(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** What is sent of each record, or why it is not. */
    private static List<String> written(
            List<?> rows, List<TypedColumn> columns, @Nullable String deleted, boolean marks) {
        Records records = Records.of("p", "t", List.of("id"), rows);
        CopyEncoder encoder = new CopyEncoder(
                records,
                new DeletedFlag(records, deleted),
                columns,
                column -> column.name().equals("id"),
                marks);
        List<String> sent = new ArrayList<>();
        CopyBuffer out = new CopyBuffer();
        for (int record = 0; record < records.size(); record++) {
            out.clear();
            try {
                encoder.encode(record, record + 1, out);
                sent.add(normal(new String(out.bytes(), 0, out.length(), UTF_8), columns, marks));
            } catch (BadRecordException e) {
                sent.add(String.valueOf(e.getMessage()));
            }
        }
        return sent;
    }

    /** A boolean is the same in full. */
    private static String normal(String line, List<TypedColumn> columns, boolean marks) {
        String[] values = line.split("\t", -1);
        int first = marks ? 2 : 0;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals("flag") && columns.get(i).type().equals(BOOLEAN)) {
                values[first + i] =
                        values[first + i].replaceFirst("^t(\n?)$", "true$1").replaceFirst("^f(\n?)$", "false$1");
            }
        }
        return String.join("\t", values);
    }
}
