package io.cameletl.internal.postgres.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.cameletl.internal.records.Records;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * The type of a column that is made for values of which only Java knows the type. It is the roomy one of its kind, since a
 * column is never widened later: whole numbers are {@code bigint}, even where those of the first page are small.
 */
final class JavaTypes {
    private static final String BIGINT = "bigint";
    private static final String NUMERIC = "numeric";
    private static final String DOUBLE = "double precision";
    private static final String TEXT = "text";
    private static final String TIMESTAMPTZ = "timestamp with time zone";

    /** In the order of the search: a java.sql.Date is a java.util.Date, too. */
    private static final Map<Class<?>, String> TYPES = types();

    /** What the driver hands over under PostgreSQL's own names. */
    private static final Set<String> DRIVERS = Set.of(
            "bit",
            "box",
            "cidr",
            "circle",
            "inet",
            "interval",
            "json",
            "jsonb",
            "line",
            "lseg",
            "macaddr",
            "money",
            "path",
            "point",
            "polygon",
            "tsquery",
            "tsvector",
            "varbit",
            "xml");

    private JavaTypes() {}

    private static Map<Class<?>, String> types() {
        Map<Class<?>, String> types = new LinkedHashMap<>();
        for (Class<?> whole :
                List.of(Integer.class, Long.class, Short.class, Byte.class, AtomicInteger.class, AtomicLong.class)) {
            types.put(whole, BIGINT);
        }
        types.put(BigInteger.class, NUMERIC);
        types.put(BigDecimal.class, NUMERIC);
        types.put(Double.class, DOUBLE);
        types.put(Float.class, DOUBLE);
        types.put(Boolean.class, "boolean");
        types.put(CharSequence.class, TEXT);
        types.put(Character.class, TEXT);
        types.put(Enum.class, TEXT);
        types.put(UUID.class, "uuid");
        types.put(Instant.class, TIMESTAMPTZ);
        types.put(OffsetDateTime.class, TIMESTAMPTZ);
        types.put(ZonedDateTime.class, TIMESTAMPTZ);
        types.put(Calendar.class, TIMESTAMPTZ);
        types.put(LocalDateTime.class, "timestamp without time zone");
        types.put(LocalDate.class, "date");
        types.put(java.sql.Date.class, "date");
        types.put(LocalTime.class, "time without time zone");
        types.put(java.sql.Time.class, "time without time zone");
        types.put(OffsetTime.class, "time with time zone");
        types.put(Date.class, TIMESTAMPTZ);
        types.put(Duration.class, "interval");
        types.put(Period.class, "interval");
        types.put(byte[].class, "bytea");
        types.put(ByteBuffer.class, "bytea");
        types.put(InetAddress.class, "inet");
        types.put(Map.class, "jsonb");
        types.put(JsonNode.class, "jsonb");
        return types;
    }

    /**
     * @param column the column's place among the records' columns
     * @return the type that holds all values of the column; null when all are NULL
     * @throws UnknownTypeException when there is none
     */
    static @Nullable String of(Records records, int column) throws UnknownTypeException {
        String type = null;
        for (int record = 0; record < records.size(); record++) {
            type = common(type, of(records.value(record, column)));
        }
        return type;
    }

    private static @Nullable String of(@Nullable Object value) throws UnknownTypeException {
        if (value == null) {
            return null;
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        if (value instanceof PGobject object && DRIVERS.contains(String.valueOf(object.getType()))) {
            return object.getType();
        }
        if (value instanceof Collection<?> elements) {
            return array(elements);
        }
        if (value instanceof Object[] elements) {
            return array(Arrays.asList(elements));
        }
        for (Entry<Class<?>, String> type : TYPES.entrySet()) {
            if (type.getKey().isInstance(value)) {
                return type.getValue();
            }
        }
        throw new UnknownTypeException(
                "no type is known for a " + value.getClass().getName());
    }

    private static String array(Collection<?> elements) throws UnknownTypeException {
        String type = null;
        for (Object element : elements) {
            type = common(type, of(element));
        }
        if (type == null) {
            return TEXT + "[]";
        }
        return type.endsWith("[]") ? type : type + "[]";
    }

    private static @Nullable String common(@Nullable String one, @Nullable String other) throws UnknownTypeException {
        if (one == null || other == null || one.equals(other)) {
            return one == null ? other : one;
        }
        Set<String> both = new TreeSet<>(Set.of(one, other));
        if (both.equals(Set.of(BIGINT, NUMERIC))
                || both.equals(Set.of(NUMERIC, DOUBLE))
                || both.equals(Set.of(BIGINT, DOUBLE))) {
            return NUMERIC;
        }
        throw new UnknownTypeException("its values are of the kinds " + both);
    }

    /** Values for which no column can be made. */
    static final class UnknownTypeException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownTypeException(String message) {
            super(message);
        }
    }
}
