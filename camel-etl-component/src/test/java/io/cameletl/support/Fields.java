package io.cameletl.support;

import java.lang.reflect.Field;

/** Fields of tests that extensions fill. */
public final class Fields {
    private Fields() {}

    /** Sets a field, private ones too. */
    public static void set(Field field, Object test, Object value) {
        try {
            field.setAccessible(true);
            field.set(test, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot set " + field, e);
        }
    }
}
