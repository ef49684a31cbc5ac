package io.cameletl.internal.postgres.staging;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random values come back equal. */
@WithPostgres
class RandomRoundTripTest {
    private static final int VALUES = 2_000;
    private static final String SPECIAL =
            "\t\n\r\\\b\f\u000b\u0001\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff'\"{},NULL. ";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("y-MM-dd HH:mm:ss.SSSSSS G", Locale.ENGLISH);

    private Random random;

    @Test
    void texts_come_back(TestDatabase db) {
        playEach(db, "Texts", connection -> comesBack(connection, "text", String.class, this::text));
    }

    @Test
    void arrays_of_texts_come_back_element_by_element(TestDatabase db) {
        playEach(
                db,
                "Arrays",
                connection -> comesBack(
                        connection,
                        "text[]",
                        "v",
                        java.sql.Array.class,
                        array -> List.of((String[]) array.getArray()),
                        () -> list(this::text)));
    }

    @Test
    void numbers_come_back(TestDatabase db) {
        playEach(db, "Numbers", connection -> {
            comesBack(connection, "bigint", Long.class, random::nextLong);
            comesBack(connection, "int", Integer.class, random::nextInt);
            comesBack(connection, "float8", Double.class, () -> finite(Double.longBitsToDouble(random.nextLong())));
            comesBack(connection, "real", Float.class, () -> (float) finite(Float.intBitsToFloat(random.nextInt())));
            comesBack(
                    connection,
                    "numeric",
                    BigDecimal.class,
                    () -> new BigDecimal(new BigInteger(random.nextInt(200) + 1, random), random.nextInt(50)));
        });
    }

    @Test
    void dates_and_times_come_back(TestDatabase db) {
        playEach(db, "Times", connection -> {
            timesComeBack(connection, "timestamp", "v", time -> time);
            timesComeBack(connection, "timestamptz", "v at time zone 'UTC'", time -> time.atOffset(ZoneOffset.UTC));
            timesComeBack(connection, "date", "v::timestamp", LocalDateTime::toLocalDate);
        });
    }

    /** Read as text: the driver does not read 29 February of the years BC that have one. */
    private <T> void timesComeBack(
            Connection connection, String type, String timestamp, Function<LocalDateTime, T> made) throws Exception {
        comesBack(
                connection,
                type,
                "to_char(" + timestamp + ", 'YYYY-MM-DD HH24:MI:SS.US BC')",
                String.class,
                text -> made.apply(LocalDateTime.parse(text, TIME)),
                () -> made.apply(time()));
    }

    @Test
    void bytes_and_uuids_come_back(TestDatabase db) {
        playEach(db, "Bytes and UUIDs", connection -> {
            comesBack(connection, "uuid", UUID.class, () -> new UUID(random.nextLong(), random.nextLong()));
            comesBack(connection, "bytea", byte[].class, this::bytes);
        });
    }

    private interface Work {
        void on(Connection connection) throws Exception;
    }

    private void playEach(TestDatabase db, String what, Work work) {
        Seeded.times(3).play(what, seed -> {
            random = Seeded.random(seed);
            try (Connection connection = db.connect()) {
                work.on(connection);
            }
        });
    }

    private <T> void comesBack(Connection connection, String type, Class<T> as, Supplier<T> values) throws Exception {
        comesBack(connection, type, "v", as, value -> value, values);
    }

    private interface Reading<R, T> {
        T of(R read) throws Exception;
    }

    /**
     * @param expression what of the column is read, as a class that the driver knows
     * @param reading makes it into the value that it was
     */
    private <R, T> void comesBack(
            Connection connection,
            String type,
            String expression,
            Class<R> as,
            Reading<R, T> reading,
            Supplier<T> values)
            throws Exception {
        List<T> expected = Stream.generate(values).limit(VALUES).toList();
        List<T> actual = new ArrayList<>();
        for (R read : new CopyTable(connection, type).copy(expected).read(expression, as)) {
            actual.add(reading.of(read));
        }
        assertThat(actual)
                .usingElementComparator((a, b) -> Objects.deepEquals(a, b) ? 0 : 1)
                .isEqualTo(expected);
    }

    private byte[] bytes() {
        byte[] some = new byte[random.nextInt(50)];
        random.nextBytes(some);
        return some;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, random.nextInt(30)).forEach(i -> text.appendCodePoint(character()));
        return text.toString();
    }

    private int character() {
        return switch (random.nextInt(4)) {
            case 0 -> SPECIAL.charAt(random.nextInt(SPECIAL.length()));
            case 1 -> 0x10000 + random.nextInt(0x100000);
            case 2 -> 1 + random.nextInt(0xD7FF);
            default -> ' ' + random.nextInt(95);
        };
    }

    private <T> List<T> list(Supplier<T> values) {
        return Stream.generate(values).limit(random.nextInt(5)).toList();
    }

    /** From 4712 BC to the year 294276, in microseconds. */
    private LocalDateTime time() {
        long first = LocalDateTime.of(-4711, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        long last = LocalDateTime.of(294_276, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        boolean near = random.nextBoolean();
        long seconds = near ? random.nextInt() : first + (long) (random.nextDouble() * (last - first));
        return LocalDateTime.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000, ZoneOffset.UTC);
    }

    private double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
