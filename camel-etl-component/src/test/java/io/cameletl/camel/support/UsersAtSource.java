package io.cameletl.camel.support;

import io.cameletl.support.TestDatabase;

/** A table of users, whose change times are a second apart. */
public final class UsersAtSource {
    private UsersAtSource() {}

    /** @param id the type of their ids: texts are k3y1 to k3y6, numbers 1 to 6 */
    public static void six(TestDatabase source, String id) {
        source.execute(
                "create table users (id " + id + " primary key, updated_at timestamptz not null)",
                "insert into users select " + (id.equals("text") ? "'k3y' || i" : "i")
                        + ", timestamptz '2026-01-01 12:00Z' + i * interval '1 second' from generate_series(1, 6) i");
    }
}
