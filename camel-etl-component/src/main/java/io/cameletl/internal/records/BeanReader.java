package io.cameletl.internal.records;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameletl.internal.outlet.Outlet;
import io.cameletl.internal.values.UnsuitableValueException;
import io.cameletl.internal.values.UnwritableValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Java records and beans. They may be of several classes, as subclasses are, as long as their columns agree. */
final class BeanReader implements RecordReader {
    private final Shape first;
    private Shape current;

    private BeanReader(Shape first) {
        this.first = first;
        this.current = first;
    }

    /** @throws UnsuitableValueException when objects of the class are no records, or cannot be read */
    static BeanReader of(Class<?> first) throws UnsuitableValueException {
        return new BeanReader(Shape.of(first));
    }

    @Override
    public List<String> columns() {
        return first.columns();
    }

    @Override
    public @Nullable Object[] read(@Nullable Object record) throws UnsuitableValueException {
        Class<?> type = RecordReader.notNull(record).getClass();
        if (type != current.type()) {
            current = Shape.of(type).inOrderOf(first);
        }
        return current.read(RecordReader.notNull(record));
    }

    /**
     * The columns of a Java record or bean and how they are read. Jackson decides what is a property and what it is called:
     * users know its rules and annotations.
     *
     * @param type the class
     * @param columns the columns' names
     * @param accessors takes the value of each column from an object of the class
     */
    private record Shape(Class<?> type, List<String> columns, List<MethodHandle> accessors) {
        private static final ObjectMapper NAMING = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
        private static final ClassValue<Found> SHAPES = new ClassValue<>() {
            @Override
            protected Found computeValue(Class<?> type) {
                try {
                    return new Found(find(type), null);
                } catch (UnsuitableValueException e) {
                    return new Found(null, e);
                }
            }
        };

        /** A shape, or why the class has none. */
        private record Found(@Nullable Shape shape, @Nullable UnsuitableValueException failure) {}

        /** @throws UnsuitableValueException when objects of the class are no records, or cannot be read */
        static Shape of(Class<?> type) throws UnsuitableValueException {
            Found found = SHAPES.get(type);
            if (found.shape == null) {
                throw new UnsuitableValueException(
                        found.failure == null ? type.getName() : found.failure.reason(), found.failure);
            }
            return found.shape;
        }

        /** @return this shape with the columns in the other's order */
        Shape inOrderOf(Shape other) throws UnsuitableValueException {
            if (!new HashSet<>(columns).equals(new HashSet<>(other.columns))) {
                throw new UnsuitableValueException("the record is a " + type.getName() + " with the columns " + columns
                        + ", the first record is a " + other.type.getName() + " with " + other.columns
                        + "; a table's records all have the same columns");
            }
            List<MethodHandle> ordered = other.columns.stream()
                    .map(column -> accessors.get(columns.indexOf(column)))
                    .toList();
            return new Shape(type, other.columns, ordered);
        }

        /** @return the values of an object of the class, in column order */
        @Nullable
        Object[] read(Object record) throws UnsuitableValueException {
            @Nullable Object[] values = new @Nullable Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(record, i);
            }
            return values;
        }

        // A handle throws whatever the getter throws; but for two, an Error is not the record's fault.
        private @Nullable Object value(Object record, int column) {
            try {
                return (Object) accessors.get(column).invokeExact(record);
            } catch (StackOverflowError | OutOfMemoryError e) {
                return unreadable(column, e);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                return unreadable(column, e);
            }
        }

        private UnwritableValue unreadable(int column, Throwable failure) {
            return new UnwritableValue(
                    "reading the column " + columns.get(column) + " of a " + type.getName() + " failed: "
                            + Outlet.named(failure),
                    failure);
        }

        private static Shape find(Class<?> type) throws UnsuitableValueException {
            Map<String, MethodHandle> found = new LinkedHashMap<>();
            if (mayBeRecord(type)) {
                BeanDescription description = NAMING.getSerializationConfig()
                        .introspect(NAMING.getTypeFactory().constructType(type));
                for (BeanPropertyDefinition property : description.findProperties()) {
                    AnnotatedMember accessor = property.getAccessor();
                    if (accessor != null) {
                        found.put(property.getName(), handle(type, accessor.getMember()));
                    }
                }
            }
            if (found.isEmpty()) {
                throw new UnsuitableValueException(
                        "a " + type.getName()
                                + " is no record: it must be a Map from column name to value, a Java record, or a bean with getters");
            }
            return new Shape(type, List.copyOf(found.keySet()), new ArrayList<>(found.values()));
        }

        /** Strings, lists, JSON nodes and the like have getters too, none of which is a column. */
        private static boolean mayBeRecord(Class<?> type) {
            String name = type.getName();
            return !type.isArray()
                    && !type.isEnum()
                    && !Iterable.class.isAssignableFrom(type)
                    && !name.startsWith("java.")
                    && !name.startsWith("com.fasterxml.jackson.");
        }

        private static MethodHandle handle(Class<?> type, Member member) throws UnsuitableValueException {
            try {
                ((AccessibleObject) member).setAccessible(true);
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                MethodHandle handle = member instanceof Method method
                        ? lookup.unreflect(method)
                        : lookup.unreflectGetter((Field) member);
                return handle.asType(ACCESSOR);
            } catch (IllegalAccessException | RuntimeException e) {
                throw new UnsuitableValueException(
                        "a " + type.getName() + " cannot be read; open its package to camel-etl: " + e, e);
            }
        }
    }
}
