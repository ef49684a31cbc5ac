package io.cameletl.guarantees.support;

/** The kinds of sources of the table {@code items}, each page by page. */
public enum ItemsSource {
    QUERY("query=RAW(select id, value, updated_at, deleted_at from items)&sourceDataSource=#source"
            + "&cursorColumns=updated_at,id"),
    ENDPOINT("source=RAW(sql:select id, value, updated_at, deleted_at from items"
            + " where (updated_at, id) > (:#afterAt, cast(:#afterId as bigint)) and updated_at < :#beforeAt"
            + " order by updated_at, id limit :#limit?dataSource=#source)&sourceDataSource=#source"
            + "&cursorColumns=updated_at,id&seedCursor=RAW({\"at\":\"0001-01-01T00:00:00Z\",\"id\":\"0\"})"),
    BEAN("source=#items&sourceDataSource=#source");

    private final String options;

    ItemsSource(String options) {
        this.options = options;
    }

    /** With the guard, unless an option that follows says otherwise. */
    public String options() {
        return options + "&dataSource=#target&tables=items&versionColumn=updated_at&deletedColumn=deleted_at";
    }
}
