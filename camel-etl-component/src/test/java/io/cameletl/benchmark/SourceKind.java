package io.cameletl.benchmark;

/** The three ways a pipeline reads, as options of the endpoint. */
enum SourceKind {
    QUERY("etl: built-in query", "query=RAW(select * from users)&sourceDataSource=#source&cursorColumns=updated_at,id"),
    ENDPOINT(
            "etl: camel-sql source",
            "source=RAW(sql:classpath:io/cameletl/benchmark/page.sql?dataSource=#source)&sourceDataSource=#source"
                    + "&cursorColumns=updated_at,id"),
    BEAN("etl: Source bean", "source=#users");

    private final String title;
    private final String options;

    SourceKind(String title, String options) {
        this.title = title;
        this.options = options;
    }

    String title() {
        return title;
    }

    String options() {
        return options;
    }
}
