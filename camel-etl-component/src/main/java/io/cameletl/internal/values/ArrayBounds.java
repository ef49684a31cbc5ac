package io.cameletl.internal.values;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;

/** The bounds of the driver's arrays. */
final class ArrayBounds {
    private static final int DIMENSIONS = 0;
    private static final int FIRST_DIMENSION = 12;
    private static final int DIMENSION_BYTES = 8;

    private ArrayBounds() {}

    /**
     * The text of a driver's array. The text that came from the server has the bounds. An array that came in binary the
     * driver writes without them.
     */
    static @Nullable String withBounds(PgArray array) {
        byte[] binary = array.toBytes();
        String text = array.toString();
        if (binary == null || text == null || text.startsWith("[")) {
            return text;
        }
        ByteBuffer header = ByteBuffer.wrap(binary);
        StringBuilder bounds = new StringBuilder();
        boolean usual = true;
        for (int i = 0; i < header.getInt(DIMENSIONS); i++) {
            int length = header.getInt(FIRST_DIMENSION + i * DIMENSION_BYTES);
            int first = header.getInt(FIRST_DIMENSION + i * DIMENSION_BYTES + 4);
            usual &= first == 1;
            bounds.append('[')
                    .append(first)
                    .append(':')
                    .append(first + length - 1)
                    .append(']');
        }
        return usual ? text : bounds.append('=').append(text).toString();
    }
}
