package io.cameletl.internal.postgres.staging;

import io.cameletl.internal.values.UnsuitableValueException;
import java.util.Arrays;

/** Bytes on their way into a {@code COPY}. Grows as needed and is reused. Not thread-safe. */
final class CopyBuffer {
    /** A buffer with this many bytes is worth sending. */
    private static final int FULL = 64 * 1024;

    /** The server takes no line of a gigabyte or more. */
    private static final int LIMIT = FULL + 1024 * 1024 * 1024;

    /** The room for a longer text is counted out: three bytes for each char would be memory that is not there. */
    private static final int LONG = 1024 * 1024;

    private byte[] bytes = new byte[FULL + FULL / 4];
    private int length;

    /** @return the bytes themselves, of which the first {@link #length()} count; another array after each growth */
    byte[] bytes() {
        return bytes;
    }

    /** @return how many bytes there are */
    int length() {
        return length;
    }

    /** Forgets the bytes and keeps the memory. */
    void clear() {
        length = 0;
    }

    boolean isFull() {
        return length >= FULL;
    }

    /** Takes back what was written after {@code to}. */
    void truncate(int to) {
        length = to;
    }

    /** Writes one character below U+0080 that needs no escape. */
    void plain(char character) {
        reserve(1);
        bytes[length++] = (byte) character;
    }

    /** Writes characters below U+0080 that need no escape. */
    void plain(CharSequence text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** Writes a number of four bytes, the highest first. */
    void int4(int number) {
        reserve(4);
        bytes[length++] = (byte) (number >>> 24);
        bytes[length++] = (byte) (number >>> 16);
        bytes[length++] = (byte) (number >>> 8);
        bytes[length++] = (byte) number;
    }

    /** Writes a number of two bytes, the higher first. */
    void int2(int number) {
        reserve(2);
        bytes[length++] = (byte) (number >>> 8);
        bytes[length++] = (byte) number;
    }

    /** Writes bytes as they are. */
    void bytes(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    /** Writes a number in decimal. */
    void number(long number) {
        if (number < 0 || number > Integer.MAX_VALUE) {
            plain(Long.toString(number));
            return;
        }
        int rest = (int) number;
        int digits = 1;
        for (int r = rest; r >= 10; r /= 10) {
            digits++;
        }
        reserve(digits);
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /**
     * Writes text: backslash, tab, newline and carriage return escaped, the rest as UTF-8.
     *
     * @throws UnsuitableValueException when PostgreSQL cannot hold it
     */
    void text(String text) throws UnsuitableValueException {
        int count = text.length();
        // A char becomes three bytes at most: two for an escape, three in UTF-8, four for a pair of them.
        reserve(count < LONG ? count * 3L : size(text));
        byte[] out = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c > '\r' && c != '\\') {
                    out[at++] = (byte) c;
                } else {
                    at = escaped(c, out, at);
                }
            } else if (c < 0x800) {
                out[at++] = (byte) (0xC0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                out[at++] = (byte) (0xE0 | (c >> 12));
                out[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                out[at++] = (byte) (0x80 | (c & 0x3F));
            } else {
                at = pair(text, i++, out, at);
            }
        }
        length = at;
    }

    private static int escaped(char c, byte[] out, int at) throws UnsuitableValueException {
        int next = at;
        byte sign =
                switch (c) {
                    case 0 -> throw UnsuitableValueException.nul();
                    case '\t' -> 't';
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\\' -> '\\';
                    default -> 0;
                };
        if (sign == 0) {
            out[next++] = (byte) c;
        } else {
            out[next++] = '\\';
            out[next++] = sign;
        }
        return next;
    }

    private static int pair(String text, int i, byte[] out, int at) throws UnsuitableValueException {
        int character = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(character)) {
            throw UnsuitableValueException.halfPair();
        }
        out[at] = (byte) (0xF0 | (character >> 18));
        out[at + 1] = (byte) (0x80 | ((character >> 12) & 0x3F));
        out[at + 2] = (byte) (0x80 | ((character >> 6) & 0x3F));
        out[at + 3] = (byte) (0x80 | (character & 0x3F));
        return at + 4;
    }

    private static long size(String text) {
        long size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean two = c < 0x800 && (c >= 0x80 || c <= '\r' || c == '\\');
            size += two || Character.isSurrogate(c) ? 2 : c < 0x80 ? 1 : 3;
        }
        return size;
    }

    /** @throws OutOfMemoryError when there is not so much memory, or the record is larger than the server takes */
    private void reserve(long more) {
        long needed = length + more;
        if (needed > bytes.length) {
            if (needed > LIMIT) {
                throw new OutOfMemoryError("a line of COPY is less than 1 GB");
            }
            bytes = Arrays.copyOf(
                    bytes, (int) (more < LONG ? Math.min(Math.max(needed, bytes.length * 2L), LIMIT) : needed));
        }
    }
}
