package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import io.cameletl.internal.postgres.plan.TargetTable.ForeignKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells of which table the rows are that records wait for, where another pipeline has to bring them, or take them away. */
public final class AwaitedTables {
    private final PostgresTargetSpec target;
    private final Connection connection;
    private final Map<QualifiedName, List<ForeignKey>> foreignKeys = new HashMap<>();

    public AwaitedTables(PostgresTargetSpec target, Connection connection) {
        this.target = target;
        this.connection = connection;
    }

    /** @return the table, when the pipeline names its tables and this is none of them; else null */
    @Nullable
    String elsewhere(Reject record) throws SQLException {
        if (target.tables().isEmpty()) {
            return null;
        }
        QualifiedName awaited = awaited(record);
        return awaited == null || isOwn(awaited) ? null : awaited.sql();
    }

    private @Nullable QualifiedName awaited(Reject record) throws SQLException {
        if (record.orphan() != null) {
            return record.orphan().parent();
        }
        SQLException failure = record.cause();
        QualifiedName refers = failure == null ? null : ServerErrors.table(failure);
        if (failure == null
                || refers == null
                || !refers.equals(record.table().table().name())) {
            return refers; // a deletion waits until the rows of that table are gone
        }
        String constraint = ServerErrors.constraintName(failure);
        return keys(record.table().table()).stream()
                .filter(key -> key.name().equals(constraint))
                .map(ForeignKey::parent)
                .findFirst()
                .orElse(null);
    }

    private List<ForeignKey> keys(TargetTable table) throws SQLException {
        List<ForeignKey> known = foreignKeys.get(table.name());
        if (known == null) {
            known = Catalog.foreignKeys(connection, table, true);
            foreignKeys.put(table.name(), known);
        }
        return known;
    }

    private boolean isOwn(QualifiedName table) {
        return target.tables().stream()
                .map(TableSpec::table)
                .anyMatch(own ->
                        own.equals(table) || (own.schema() == null && own.name().equals(table.name())));
    }
}
