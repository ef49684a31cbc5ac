package io.cameletl.internal.adapter.sql;

import io.cameletl.EtlException;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The session that a MySQL or MariaDB server answers in: it shows a TIMESTAMP, which is an instant, in its own zone. */
record MySqlSession(Connection connection) {
    private static final String ZONE =
            "SELECT IF(@@session.time_zone = 'SYSTEM', @@system_time_zone, @@session.time_zone)";

    /**
     * @param column of type TIMESTAMP
     * @param changeTime whether it has the pipeline's change times
     * @throws EtlException when the session does not show it in UTC, or the change times are read in another zone
     */
    void requireUtc(ChangeTimes times, String column, boolean changeTime) throws SQLException {
        String zone = zone();
        if (!isUtc(zone)) {
            throw new EtlException(
                    times.pipeline(),
                    "the column \"" + column
                            + "\" is a TIMESTAMP, which the server shows in the session's time zone, and"
                            + " that is " + zone + ". Let the source's sessions be in UTC: sessionVariables=time_zone="
                            + "'+00:00' in the driver's URL");
        }
        if (changeTime && times.zone() != null && !isUtc(times.zone().getId())) {
            throw new EtlException(
                    times.pipeline(),
                    "the cursor column \"" + column + "\" is a TIMESTAMP, which the session shows in UTC. Set"
                            + " sourceTimeZone=UTC in place of " + times.zone());
        }
    }

    private String zone() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(ZONE)) {
            result.next();
            return result.getString(1);
        }
    }

    private static boolean isUtc(String zone) {
        try {
            return ZoneId.of(zone).normalized().equals(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
