package io.cameletl.guarantees.support;

/** Keys of tables that are compared: their columns at the source and the target, and the n-th of them. */
public enum ComparedKey {
    BIGINT("k bigint", "k bigint", "n"),
    INT_INTO_BIGINT("k int", "k bigint", "n"),
    INT_INTO_TEXT("k int", "k text", "n"),
    UUID("k uuid", "k uuid", "cast(md5(n::text) as uuid)"),
    TEXT_ICU("k text collate \"en-x-icu\"", "k text collate \"en-x-icu\"", Constants.WORDS),
    TEXT_C("k text collate \"C\"", "k varchar(40) collate \"C\"", Constants.WORDS),
    TEXT_C_INTO_ICU("k text collate \"C\"", "k text collate \"en-x-icu\"", Constants.WORDS),
    CHAR("k char(20)", "k char(20)", Constants.WORDS),
    TIME(
            "k timestamptz",
            "k timestamptz",
            "timestamptz '2020-01-01 00:00:00Z' + n * interval '10 s' + interval '0.5 s'"),
    BYTES("k bytea", "k bytea", "decode(md5(n::text), 'hex')"),
    NUMBER("k numeric", "k numeric", "n / 4.0"),
    COMPOSITE("k int, l text", "k int, l text", "n % 7, " + Constants.WORDS),
    ENUM("k mood, l int", "k mood, l int", "(array['sad', 'ok', 'glad'])[1 + n % 3]::mood, n"),
    DOMAIN("k code", "k code", "n + 100");

    private final String source;
    private final String target;
    private final String value;

    ComparedKey(String source, String target, String value) {
        this.source = source;
        this.target = target;
        this.value = value;
    }

    /** @return its columns at the source */
    public String atSource() {
        return source;
    }

    /** @return its columns at the target */
    public String atTarget() {
        return target;
    }

    /** @return the names of its columns */
    public String names() {
        return source.contains(", l ") ? "k, l" : "k";
    }

    /** @return the key of {@code n}, in SQL */
    public String value() {
        return value;
    }

    private static final class Constants {
        /** Not in one order in any two collations. */
        static final String WORDS = "(array['a', 'B', 'ä', 'z', 'Z', '-', '_', 'é'])[1 + n % 8] || '-' || n";

        private Constants() {}
    }
}
