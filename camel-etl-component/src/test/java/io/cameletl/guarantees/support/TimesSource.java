package io.cameletl.guarantees.support;

/** The kinds of sources of the table {@code times}, each page by page. */
public enum TimesSource {
    QUERY(
            "query=RAW(select * from times)&sourceDataSource=#source&cursorColumns=changed,id",
            "(cursor ->> 'changed')::timestamptz"),
    QUERY_BY_WALL_TIME("query=RAW(select * from times)&sourceDataSource=#source&cursorColumns=wall,id", "cursor"),
    /** The driver makes java.sql.Timestamp of a timestamp, which has no hour that the JVM's zone skips: text has all. */
    ENDPOINT(
            "source=RAW(sql:select id, changed, cast(wall as text) as wall, cast(day as text) as day from times"
                    + " where (changed, id) > (:#afterAt, cast(:#afterId as bigint)) and changed < :#beforeAt"
                    + " order by changed, id limit :#limit?dataSource=#source)&sourceDataSource=#source"
                    + "&cursorColumns=changed,id&seedCursor=RAW({\"at\":\"-1000-01-01T00:00:00Z\",\"id\":\"0\"})",
            "cursor"),
    BEAN("source=#typed&sourceDataSource=#source", "cursor");

    private final String source;

    private final String cursor;

    TimesSource(String source, String cursor) {
        this.source = source;
        this.cursor = cursor;
    }

    /** SQL for what the stored cursor says: its own text has the session's offset where the cursor is a database's text. */
    public String cursor() {
        return cursor + "::text || ' ' || (cursor ->> 'id')";
    }

    public String options() {
        return source + "&dataSource=#target&tables=times&consistencyDelay=0&pageSize=3";
    }
}
