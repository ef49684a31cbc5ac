package io.cameletl.internal.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes lines of {@code COPY}'s text format, for {@link TextRows}, of values as a server wrote them. Used by one thread. */
public final class TextLine {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** The memory of a longer line is not kept. */
    private static final int LONG = 1024 * 1024;

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private final boolean[] nulls;
    private byte[] bytes = new byte[256];
    private int length;
    private int column;

    /** @param columns how many values each line has */
    public TextLine(int columns) {
        this.nulls = new boolean[columns];
    }

    /**
     * Adds a value to the line.
     *
     * @param text the server's text of it in UTF-8; null for NULL
     * @return whether it is certain that all of the text are characters below U+0080
     */
    public boolean add(byte @Nullable [] text) {
        boolean plain = true;
        if (text == null) {
            nulls[column] = true;
            reserve(3);
            bytes[length++] = '\\';
            bytes[length++] = 'N';
        } else if (isPlain(text)) {
            reserve(text.length + 1L);
            System.arraycopy(text, 0, bytes, length, text.length);
            length += text.length;
        } else {
            plain = escape(text);
        }
        bytes[length++] = '\t';
        column++;
        return plain;
    }

    /** @return the line with its newline; another one begins */
    public byte[] end() {
        if (column == 0) {
            bytes[length++] = '\t';
        }
        bytes[length - 1] = '\n';
        byte[] line = Arrays.copyOf(bytes, length);
        if (length > LONG) {
            bytes = new byte[256];
        }
        length = 0;
        column = 0;
        return line;
    }

    /** @return for each column whether some line has NULL there */
    public boolean[] nulls() {
        return nulls;
    }

    /** Eight bytes at a time: none is beyond ASCII, a backslash or one of the signs up to the carriage return. */
    private static boolean isPlain(byte[] text) {
        int at = 0;
        for (; at + Long.BYTES <= text.length; at += Long.BYTES) {
            long eight = (long) LONGS.get(text, at);
            long noBackslash = (eight ^ '\\' * EACH) - EACH;
            if (((eight | noBackslash | (eight - ('\r' + 1) * EACH)) & HIGH) != 0) {
                return false;
            }
        }
        for (; at < text.length; at++) {
            if (text[at] <= '\r' || text[at] == '\\') {
                return false;
            }
        }
        return true;
    }

    /** @return whether it is certain that a line has no escapes, and no characters beyond U+007F */
    public static boolean isSimple(byte[] line) {
        int at = 0;
        for (; at + Long.BYTES <= line.length; at += Long.BYTES) {
            long eight = (long) LONGS.get(line, at);
            if (((eight | ((eight ^ '\\' * EACH) - EACH)) & HIGH) != 0) {
                return false;
            }
        }
        for (; at < line.length; at++) {
            if (line[at] < 0 || line[at] == '\\') {
                return false;
            }
        }
        return true;
    }

    private boolean escape(byte[] text) {
        long escapes = 0;
        for (byte sign : text) {
            escapes += escaped(sign) == 0 ? 0 : 1;
        }
        reserve(text.length + escapes + 1);
        byte[] out = bytes;
        int at = length;
        int all = 0;
        for (byte sign : text) {
            byte escape = escaped(sign);
            if (escape != 0) {
                out[at++] = '\\';
            }
            out[at++] = escape == 0 ? sign : escape;
            all |= sign;
        }
        length = at;
        return all >= 0;
    }

    private static byte escaped(byte sign) {
        return switch (sign) {
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\\' -> '\\';
            default -> 0;
        };
    }

    /** @throws OutOfMemoryError when there is not so much memory, or the line is longer than any server takes */
    private void reserve(long more) {
        long needed = length + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new OutOfMemoryError("a line of COPY is less than 1 GB");
            }
            // Behind a large value there is room for others, so that they do not copy it again.
            long grown = needed > LONG ? needed + LONG / 16 : Math.max(needed, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(grown, Integer.MAX_VALUE - 8));
        }
    }
}
