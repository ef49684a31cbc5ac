package io.cameletl.benchmark.loader;

import io.cameletl.benchmark.shape.Shapes;

/** The three ways a pipeline reads users, as options of the endpoint. */
public enum SourceKind {
    QUERY(EtlLoader.QUERY, Shapes.USERS.shape().query()),
    ENDPOINT(
            "etl: camel-sql source",
            "source=RAW(sql:classpath:io/cameletl/benchmark/page.sql?dataSource=#source)&sourceDataSource=#source"
                    + "&cursorColumns=updated_at,id&tables=users"),
    BEAN("etl: Source bean", "source=#users&tables=users");

    private final String title;
    private final String options;

    SourceKind(String title, String options) {
        this.title = title;
        this.options = options;
    }

    public String title() {
        return title;
    }

    public String options() {
        return options;
    }
}
