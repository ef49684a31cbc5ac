package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.outlet.Log;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses state tables that others could let code of theirs run by, as the role of the pipelines: tables that were there
 * before us, or were given a trigger. Trusted are that role, or one that it acts as, the schema's owner and superusers; what
 * they make of the tables is theirs to decide, policies of row-level security included.
 */
final class Strangers {
    private static final Log LOG = Log.of(Strangers.class);
    private static final String SQL = SqlResource.read(Strangers.class, "strangers.sql");

    private Strangers() {}

    /**
     * @param schema the tables' schema, unquoted
     * @param tables their names
     * @throws EtlException naming table, role and what to do
     */
    static void refuse(Connection connection, String pipeline, String schema, List<String> tables) throws SQLException {
        List<Flaw> flaws = new StateStatement(connection, SQL)
                .text(schema)
                .text(schema)
                .texts(tables.stream().<@Nullable String>map(table -> table))
                .all(row ->
                        new Flaw(row.text(1), row.text(2), row.optional(3), row.optional(4), row.text(5), row.text(6)));
        String quoted = Identifier.of(schema).sql();
        for (Flaw flaw : flaws) {
            if (!flaw.kind().equals("TRIGGER")) {
                throw new EtlException(pipeline, flaw.inWords(quoted + "."));
            }
        }
        flaws.stream()
                .map(Flaw::role)
                .distinct()
                .forEach(role -> LOG.warn(
                        pipeline,
                        "pipeline \"{}\": {} may put triggers on the state tables, which run as the user of the state"
                                + " tables: REVOKE TRIGGER ON ALL TABLES IN SCHEMA {} FROM {}",
                        pipeline,
                        role,
                        quoted,
                        role));
    }

    private record Flaw(
            String kind, String table, @Nullable String what, @Nullable String code, String role, String reader) {
        String inWords(String schema) {
            String name = schema + Identifier.of(table).sql();
            String trusted = ", neither the user " + reader + " itself, nor the schema's owner, nor a superuser";
            return switch (kind) {
                case "KIND" ->
                    "the state table " + name + " is " + what
                            + ": the state is kept in plain tables only, which a crash"
                            + " leaves as they were and others cannot add to. Move it away and let the pipeline make it, or"
                            + " name another stateSchema";
                case "OWNER" ->
                    "the state table " + name + " belongs to the role " + role + trusted
                            + ": its owner could let any code run as that user. Drop the table, or, if what is in it is"
                            + " trusted, run ALTER TABLE " + name + " OWNER TO " + reader
                            + "; or name another stateSchema";
                default ->
                    what + " of the state table " + name + " uses the " + code + ", which belongs to the role " + role
                            + trusted
                            + ". It would run as that user. Drop it, or give it another owner if it is trusted";
            };
        }
    }
}
