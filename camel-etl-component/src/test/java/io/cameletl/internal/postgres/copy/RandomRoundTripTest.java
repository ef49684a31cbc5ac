package io.cameletl.internal.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random values come back equal. A failure names its seed; put it into {@link #SEED} to see it again. */
@WithPostgres
class RandomRoundTripTest {
    private static final long SEED = System.nanoTime();
    private static final int VALUES = 2_000;
    private static final String SPECIAL =
            "\t\n\r\\\b\f\u000b\u0001\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff'\"{},NULL. ";

    private final Random random = new Random(SEED);

    @Test
    void texts_come_back(TestDatabase db) throws Exception {
        comesBack(db, "text", String.class, this::text);
    }

    @Test
    void arrays_of_texts_come_back_element_by_element(TestDatabase db) throws Exception {
        List<List<String>> arrays =
                Stream.generate(() -> list(this::text)).limit(VALUES).toList();
        try (Connection connection = db.connect()) {
            CopyTable table = new CopyTable(connection, "text[]").copy(arrays);
            List<List<String>> read = new ArrayList<>();
            for (java.sql.Array array : table.read("v", java.sql.Array.class)) {
                read.add(List.of((String[]) array.getArray()));
            }
            assertThat(read).as("seed " + SEED).isEqualTo(arrays);
        }
    }

    @Test
    void numbers_come_back(TestDatabase db) throws Exception {
        comesBack(db, "bigint", Long.class, random::nextLong);
        comesBack(db, "int", Integer.class, random::nextInt);
        comesBack(db, "float8", Double.class, () -> finite(Double.longBitsToDouble(random.nextLong())));
        comesBack(db, "real", Float.class, () -> (float) finite(Float.intBitsToFloat(random.nextInt())));
        comesBack(
                db,
                "numeric",
                BigDecimal.class,
                () -> new BigDecimal(new BigInteger(random.nextInt(200) + 1, random), random.nextInt(50)));
    }

    @Test
    void dates_and_times_come_back(TestDatabase db) throws Exception {
        comesBack(db, "timestamp", LocalDateTime.class, this::time);
        comesBack(db, "timestamptz", OffsetDateTime.class, () -> time().atOffset(ZoneOffset.UTC));
        comesBack(db, "date", LocalDate.class, () -> time().toLocalDate());
    }

    @Test
    void bytes_and_uuids_come_back(TestDatabase db) throws Exception {
        comesBack(db, "uuid", UUID.class, () -> new UUID(random.nextLong(), random.nextLong()));
        List<byte[]> bytes = Stream.generate(() -> {
                    byte[] some = new byte[random.nextInt(50)];
                    random.nextBytes(some);
                    return some;
                })
                .limit(VALUES)
                .toList();
        try (Connection connection = db.connect()) {
            assertThat(new CopyTable(connection, "bytea").copy(bytes).read("v", byte[].class))
                    .as("seed " + SEED)
                    .usingRecursiveComparison()
                    .isEqualTo(bytes);
        }
    }

    private <T> void comesBack(TestDatabase db, String type, Class<T> as, Supplier<T> values) throws Exception {
        List<T> expected = Stream.generate(values).limit(VALUES).toList();
        try (Connection connection = db.connect()) {
            assertThat(new CopyTable(connection, type).copy(expected).read("v", as))
                    .as("seed " + SEED)
                    .isEqualTo(expected);
        }
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
