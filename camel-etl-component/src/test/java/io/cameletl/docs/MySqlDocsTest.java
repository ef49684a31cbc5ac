package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.foreign.support.MariaDb;
import io.cameletl.foreign.support.MySqlDatabase;
import io.cameletl.foreign.support.MySqlDriver;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.IOException;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The customers of the guide, in a MariaDB server. */
@Tag("slow")
@WithPostgres
class MySqlDocsTest {
    @ParameterizedTest
    @ValueSource(strings = {"customers-of-mysql.yaml", "customers-by-mysql-bean.yaml"})
    void arrive_changed_and_deleted(String routes, @SourceDb TestDatabase other, @TargetDb TestDatabase warehouse)
            throws Exception {
        MySqlDatabase legacy = MariaDb.server().createDatabase();
        legacy.execute(
                Snippets.resource("sql/mysql-legacy.sql"),
                "INSERT INTO customers SELECT seq, CONCAT('name ', seq), NULL,"
                        + " UTC_TIMESTAMP(6) - INTERVAL 100000 - FLOOR(seq / 3) SECOND, NULL FROM seq_1_to_1500");
        warehouse.execute(Snippets.resource("sql/warehouse.sql"));
        try (BasicDataSource pool = legacy.pool(MySqlDriver.MARIADB, inSession());
                DocsContext docs = new DocsContext(other, warehouse)
                        .bind("legacy", pool)
                        .load(routes)
                        .start()) {
            RunReport first = docs.run("customers");
            assertThat(first.pages()).isEqualTo(2);
            assertThat(first.tables()).containsEntry("customers", new TableCounts(1500, 1500, 0, 0, 0));

            String now = "UTC_TIMESTAMP(6) - INTERVAL 60 SECOND";
            legacy.execute(
                    "UPDATE customers SET name = 'new name', updated_at = " + now + " WHERE id = 7",
                    "UPDATE customers SET deleted_at = " + now + ", updated_at = " + now + " WHERE id = 8");

            assertThat(docs.run("customers").tables()).containsEntry("customers", new TableCounts(2, 0, 1, 1, 0));
            assertThat(warehouse.<Boolean>value("select updated_at between now() - interval '62 s' and now() - interval"
                            + " '60 s' from customers where id = 7"))
                    .isTrue();
        }
    }

    /** What the guide has the driver do to each session. */
    private static String inSession() throws IOException {
        String properties = Snippets.resource("mysql.properties");
        return "SET " + properties.substring(properties.indexOf("sessionVariables=") + "sessionVariables=".length());
    }
}
