package io.cameletl.internal.records;

import io.cameletl.internal.values.UnwritableValue;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says of each record whether its row is gone, by the value of one column. NULL, false and zero say that the row is there,
 * and so does a text that PostgreSQL reads as false or that writes a zero. Any other value says that the row is gone.
 * Thread-safe like the records.
 */
public final class DeletedFlag {
    /** What PostgreSQL reads as the boolean false. A source may deliver its flags as text or as numbers. */
    private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "off", "0");

    /** The text of a number that is zero. */
    private static final Pattern ZERO = Pattern.compile("[+-]?0+(\\.0*)?");

    private final Records records;
    private final int column;

    /**
     * @param records the records
     * @param column the column's name; null, or a column that the records lack, says that no row is gone
     */
    public DeletedFlag(Records records, @Nullable String column) {
        this.records = records;
        this.column = column == null ? -1 : records.columns().indexOf(column);
    }

    /** @return whether a column says whether rows are gone */
    public boolean isColumn(String name) {
        return column >= 0 && records.columns().get(column).equals(name);
    }

    /**
     * @param record the record's place, from 0
     * @return whether its row is gone
     */
    public boolean isDeleted(int record) {
        Object value = column < 0 ? null : records.value(record, column);
        if (value == null || value instanceof UnwritableValue) {
            return false;
        }
        if (value instanceof Boolean deleted) {
            return deleted;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (!(value instanceof CharSequence || value instanceof Character)) {
            return true;
        }
        String text = value.toString().strip().toLowerCase(Locale.ROOT);
        return !FALSE.contains(text) && !ZERO.matcher(text).matches();
    }

    /** @return how many records say that their row is gone */
    public int count() {
        int deleted = 0;
        for (int record = 0; column >= 0 && record < records.size(); record++) {
            if (isDeleted(record)) {
                deleted++;
            }
        }
        return deleted;
    }
}
