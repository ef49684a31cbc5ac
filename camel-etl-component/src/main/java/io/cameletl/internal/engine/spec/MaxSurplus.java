package io.cameletl.internal.engine.spec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many surplus rows may be deleted.
 *
 * @param number how many, or which part
 * @param percent whether it is a part of the target's rows
 */
public record MaxSurplus(BigDecimal number, boolean percent) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** No more digits than a number of rows can have: a power of ten would be written out. */
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,18}(?:[.][0-9]{1,18})?)\\s*(%)?");

    /** @throws IllegalArgumentException when it is neither a number of rows nor a percentage */
    public static MaxSurplus parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            throw wrong(text);
        }
        BigDecimal number = new BigDecimal(written.group(1));
        boolean percent = written.group(2) != null;
        boolean whole = number.stripTrailingZeros().scale() <= 0;
        if (percent ? number.compareTo(HUNDRED) > 0 : !whole) {
            throw wrong(text);
        }
        return new MaxSurplus(number, percent);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "maxSurplus must be a number of rows, such as 500, or a part of the target's, such as 10%, not "
                        + text);
    }

    /** @return how many rows may be deleted of a target with so many */
    public long of(long rows) {
        return percent
                ? number.multiply(BigDecimal.valueOf(rows))
                        .divide(HUNDRED, 0, RoundingMode.FLOOR)
                        .longValue()
                : number.longValueExact();
    }

    @Override
    public String toString() {
        return number.toPlainString() + (percent ? "%" : "");
    }
}
