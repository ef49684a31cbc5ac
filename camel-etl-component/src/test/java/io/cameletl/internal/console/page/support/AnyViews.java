package io.cameletl.internal.console.page.support;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Views in which everything is left to chance: what may be null, how many there are of a list, times, and all texts. */
public final class AnyViews {
    private final Random random;
    private final Supplier<String> texts;

    /** @param texts where every text comes from; the rest is the same for the same {@code random} */
    public AnyViews(Random random, Supplier<String> texts) {
        this.random = random;
        this.texts = texts;
    }

    /** @return a record of this kind */
    public <T extends Record> T any(Class<T> kind, Type... arguments) {
        try {
            RecordComponent[] components = kind.getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(components[i].getAnnotatedType(), arguments);
            }
            var constructor = kind.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(kind.getName(), e);
        }
    }

    private Object value(AnnotatedType type, Type[] arguments) {
        boolean isNull = random.nextInt(4) == 0;
        if (type.isAnnotationPresent(Nullable.class) && isNull) {
            return null;
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            return generic(generic, arguments);
        }
        // A variable stands for the record's only type argument.
        Type plain = type.getType() instanceof Class<?> ? type.getType() : arguments[0];
        return plain((Class<?>) plain);
    }

    private Object generic(AnnotatedParameterizedType type, Type[] arguments) {
        Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
        AnnotatedType[] of = type.getAnnotatedActualTypeArguments();
        if (raw.isRecord()) {
            return any(raw.asSubclass(Record.class), of[0].getType());
        }
        int size = random.nextInt(4);
        if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            IntStream.range(0, size).forEach(i -> map.put(value(of[0], arguments), value(of[1], arguments)));
            return map;
        }
        List<Object> list = new ArrayList<>();
        IntStream.range(0, size).forEach(i -> list.add(value(of[0], arguments)));
        return raw == Set.class ? new LinkedHashSet<>(list) : list;
    }

    private Object plain(Class<?> type) {
        if (type == String.class) {
            return texts.get();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == int.class || type == Integer.class) {
            return random.nextInt(1_000_000);
        } else if (type == long.class || type == Long.class) {
            return random.nextBoolean() ? random.nextInt(3) : random.nextLong() >>> 1 + random.nextInt(60);
        } else if (type == Double.class) {
            return Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(8));
        } else if (type == Instant.class) {
            return Samples.NOW.minusMillis(random.nextLong() >>> 20 + random.nextInt(40));
        } else if (type == Duration.class) {
            return Duration.ofMillis(random.nextLong() >>> 20 + random.nextInt(40));
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type.isRecord()) {
            return any(type.asSubclass(Record.class));
        }
        throw new IllegalStateException("no value of " + type);
    }
}
