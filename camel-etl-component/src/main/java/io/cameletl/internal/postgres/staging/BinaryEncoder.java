package io.cameletl.internal.postgres.staging;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.BinaryRows;
import io.cameletl.internal.values.TypedColumn;
import java.util.List;

/**
 * Writes {@link BinaryRows} for {@code COPY ... FROM STDIN (FORMAT binary)}: the values as they came, for staging after the
 * record's position in its page and that its row is not deleted. Used by one thread.
 */
final class BinaryEncoder implements RowEncoder {
    private static final int POSITION_AND_DELETED = 2;

    private final BinaryRows rows;
    private final boolean marks;
    private final boolean[] keys;

    private BinaryEncoder(BinaryRows rows, boolean marks, boolean[] keys) {
        this.rows = rows;
        this.marks = marks;
        this.keys = keys;
    }

    /** @return whether a table's records came in binary */
    static boolean isOf(StagedTable table) {
        return table.records().binary() != null;
    }

    /** For staging, which refuses a record without its key by itself. */
    static BinaryEncoder of(StagedTable table, List<TypedColumn> columns) {
        BinaryRows rows = rows(table, columns);
        return new BinaryEncoder(rows, true, new boolean[rows.columns().size()]);
    }

    /** For the table itself, which need not refuse it. */
    static BinaryEncoder ofValues(StagedTable table, List<TypedColumn> columns) {
        BinaryRows rows = rows(table, columns);
        List<Identifier> keys = table.plan().match().keys();
        boolean[] chosen = new boolean[rows.columns().size()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = keys.contains(Identifier.of(rows.columns().get(i)));
        }
        return new BinaryEncoder(rows, false, chosen);
    }

    /** Types of the same length could be taken for each other. */
    private static BinaryRows rows(StagedTable table, List<TypedColumn> columns) {
        BinaryRows rows = table.records().binary();
        if (rows == null
                || !columns.stream().map(TypedColumn::name).toList().equals(rows.columns())
                || !rows.types().equals(table.wireTypes())) {
            throw new UnsupportedOperationException("the table " + table.name()
                    + " does not take in binary what came so, since its columns are not what they were");
        }
        return rows;
    }

    @Override
    public String options() {
        return " (FORMAT binary)";
    }

    @Override
    public void begin(CopyBuffer out) {
        byte[] header = BinaryRows.header();
        out.bytes(header, 0, header.length);
    }

    @Override
    public int encode(int from, int to, CopyBuffer out) {
        int record = from;
        while (record < to && !out.isFull()) {
            row(record++, out);
        }
        return record;
    }

    private void row(int record, CopyBuffer out) {
        if (!marks && rows.hasNull(record, keys)) {
            throw new UnsupportedOperationException("record " + (record + 1L) + " has no key");
        }
        out.int2(rows.columns().size() + (marks ? POSITION_AND_DELETED : 0));
        if (marks) {
            out.int4(Integer.BYTES);
            out.int4(record);
            out.int4(1);
            out.plain('\0');
        }
        out.bytes(rows.fields(record), rows.start(record), rows.end(record));
    }

    @Override
    public void end(CopyBuffer out) {
        out.int2(-1);
    }
}
