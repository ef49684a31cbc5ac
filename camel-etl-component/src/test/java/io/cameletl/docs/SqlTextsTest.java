package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guide's ways to write SQL leave out the same customers. */
class SqlTextsTest extends Shop {
    @BeforeEach
    void rows() {
        insertCustomers(10);
        legacy.execute("update customers set email = 'a+test@example.com' where id = 3");
    }

    @Test
    void in_yaml() throws Exception {
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("sql-in-yaml.yaml").start()) {
            docs.run("regulars");
        }
        assertRegulars();
    }

    @Test
    void in_java() throws Exception {
        try (DocsContext docs = routes()) {
            docs.run("regulars");
        }
        assertRegulars();
    }

    @Test
    void in_a_uri() throws Exception {
        try (DocsContext docs = routes()) {
            docs.run("regulars-by-uri");
        }
        assertRegulars();
    }

    private DocsContext routes() throws Exception {
        DocsContext docs = new DocsContext(legacy, warehouse);
        docs.camel().addRoutes(new RegularsRoutes(legacy.dataSource(), warehouse.dataSource()));
        return docs.start();
    }

    private void assertRegulars() {
        assertThat(warehouse.count("customers")).isEqualTo(9);
        assertThat(warehouse.<Long>value("select count(*) from customers where email like '%+test@%'"))
                .isZero();
    }
}
