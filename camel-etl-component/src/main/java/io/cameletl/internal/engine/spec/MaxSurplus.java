package io.cameletl.internal.engine.spec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * How many surplus rows may be deleted.
 *
 * @param number how many, or which part
 * @param percent whether it is a part of the target's rows
 */
public record MaxSurplus(BigDecimal number, boolean percent) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** @throws IllegalArgumentException when it is neither a number of rows nor a percentage */
    public static MaxSurplus parse(String text) {
        String stripped = text.strip();
        boolean percent = stripped.endsWith("%");
        BigDecimal number;
        try {
            number = new BigDecimal(
                    percent ? stripped.substring(0, stripped.length() - 1).strip() : stripped);
        } catch (NumberFormatException e) {
            throw wrong(text, e);
        }
        boolean whole = number.stripTrailingZeros().scale() <= 0;
        if (number.signum() < 0 || (percent ? number.compareTo(HUNDRED) > 0 : !whole)) {
            throw wrong(text, null);
        }
        return new MaxSurplus(number, percent);
    }

    private static IllegalArgumentException wrong(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "maxSurplus must be a number of rows, such as 500, or a part of the target's, such as 10%, not " + text,
                cause);
    }

    /** @return how many rows may be deleted of a target with so many */
    public long of(long rows) {
        return percent
                ? number.multiply(BigDecimal.valueOf(rows))
                        .divide(HUNDRED, 0, RoundingMode.FLOOR)
                        .longValue()
                : number.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    @Override
    public String toString() {
        return number.toPlainString() + (percent ? "%" : "");
    }
}
