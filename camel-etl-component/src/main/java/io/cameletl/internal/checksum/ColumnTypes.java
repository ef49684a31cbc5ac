package io.cameletl.internal.checksum;

import io.cameletl.internal.engine.pass.ImageType;
import io.cameletl.internal.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks up what types are made from. */
public final class ColumnTypes {
    private static final String SQL = SqlResource.read(ColumnTypes.class, "column_types.sql");

    private ColumnTypes() {}

    /**
     * @param types the types' numbers in {@code pg_type}, as an array's text
     * @param modifiers their modifiers, {@code -1} for none, as an array's text
     */
    public static List<ImageType> of(Connection connection, String types, String modifiers) throws SQLException {
        List<ImageType> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, types);
            statement.setString(2, modifiers);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new ImageType(
                            row.getString("nspname"),
                            row.getString("typname"),
                            modifiers(row.getString("nspname"), row.getString("typname"), row.getInt("modifier")),
                            row.getBoolean("is_array")));
                }
            }
        }
        return found;
    }

    /** As the parser takes them; those of types that are not PostgreSQL's own are theirs. */
    private static String modifiers(String schema, String type, int modifier) {
        if (modifier < 0 || !schema.equals("pg_catalog")) {
            return "";
        }
        return switch (type) {
            case "numeric" -> {
                int both = modifier - 4;
                int scale = ((both & 0x7ff) ^ 1024) - 1024;
                yield "(" + ((both >> 16) & 0xffff) + "," + scale + ")";
            }
            case "time", "timetz", "timestamp", "timestamptz" -> "(" + modifier + ")";
            case "interval" ->
                (modifier & 0xffff) == 0xffff
                        ? "(" + ((modifier >> 16) & 0x7fff) + ")"
                        : "(" + ((modifier >> 16) & 0x7fff) + "," + (modifier & 0xffff) + ")";
            case "varchar", "bpchar" -> "(" + (modifier - 4) + ")";
            case "bit", "varbit" -> "(" + modifier + ")";
            default -> "";
        };
    }
}
