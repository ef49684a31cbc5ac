package io.cameletl.docs;

import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;

/** The databases of the documentation's examples, with the table of customers in both. */
@WithPostgres
abstract class Shop {
    TestDatabase legacy;
    TestDatabase warehouse;

    @BeforeEach
    final void customers(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws IOException {
        legacy = from;
        warehouse = to;
        legacy.execute(Snippets.resource("sql/legacy.sql"));
        warehouse.execute(Snippets.resource("sql/warehouse.sql"));
    }

    final void insertCustomers(int number) {
        legacy.execute("insert into customers select i, 'customer ' || i, i || '@example.com',"
                + " now() - interval '1 day' + i * interval '1 second', null from generate_series(1, " + number
                + ") i");
    }
}
