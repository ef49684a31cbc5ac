package io.cameletl.internal.outlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Random;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class OutletTest {
    private static final String SECRET = "s3ntinel";
    private static final String ESCAPE = "\u001b[31m";

    @AfterEach
    void release() {
        KeptValues.release("p");
    }

    @Test
    void of_a_text_of_megabytes_none_goes_out_either() {
        String mostlyCut = ("password=" + "a".repeat(1990) + " ").repeat(8);
        for (int before = 340; before < 400; before++) {
            String url = "b".repeat(before) + " https://u:s3ntinel@h/ ";
            assertThat(Outlet.text("p", mostlyCut + url + "c".repeat(2_000_000)))
                    .as("%s characters before", before)
                    .contains("password=(cut)")
                    .doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no suitable driver for jdbc:postgresql://u:s3ntinel@h/db",
                "connect URL 'jdbc:foo://h/db?user=u&password=a s3ntinel b' failed",
                "claims to not accept jdbcUrl, jdbc:oracle:thin:u/s3ntinel@h:1521:x",
                "JDBC:mysql://h/?password=s3ntinel",
                "cannot open postgresql://u:s3ntinel@h/db",
                "https://u:s3nti/s3ntinel@h/path?x=1",
                "mongodb://s3ntinel@h",
                "ftp://h/in?username=u&password=RAW(a)b&s3ntinel c)&passive=true",
                "ftp://h/in?password=RAW{s3ntinel}}&passive=true",
                "ftp://h/in?passive=true&PASSWORD=s3ntinel",
                "sql:select 1?dataSource=#class:Pool&dataSource.password=a s3ntinel&x=1",
                "kafka:t?saslJaasConfig=RAW(Login required password='a s3ntinel';)",
                "url?password%3Ds3ntinel",
                "{\"user\":\"u\",\"password\":\"a s3ntinel\"}",
                "password: s3ntinel",
                "pwd = s3ntinel, id = 3",
                "accessKey=s3ntinel secretKey=s3ntinel clientSecret=s3ntinel apiKey=s3ntinel token=s3ntinel",
                "alter role r password 's3ntinel'",
                "alter role r password 'it''s3ntinel'",
                "{\"password\":\"a\\\"s3ntinel\"}",
                "password=a,s3ntinel",
                "[user=u, password=a;s3ntinel]",
                "Login required username=u password=a)s3ntinel;",
                "{\"clientSecret\":\"s3ntinel\",\"token\": \"s3ntinel\"}",
                "sslpassword=s3ntinel&trustStorePassword=s3ntinel"
            })
    void no_credentials_go_out(String text) {
        String told = Outlet.text("p", text);

        assertThat(told).doesNotContain(SECRET);
        assertThat(Outlet.text("p", told)).as("again").isEqualTo(told);
        Throwable failure = new EtlException("p", "cannot: " + text, new IllegalStateException(text));
        assertThat(trace(failure)).doesNotContain(SECRET);
        Throwable[] causes = {
            new IOException(text),
            new SQLException(text, "08001"),
            new RuntimeException(new UnsupportedOperationException(text)),
            new SQLException("a", "08001", new UnsupportedOperationException(text)),
        };
        for (Throwable cause : causes) {
            assertThat(trace(new EtlException("p", "cannot: " + cause, cause))).doesNotContain(SECRET);
        }
    }

    @Test
    void what_is_no_secret_stays() {
        for (String text : new String[] {
            "pipeline \"p\": table credentials: 3 staged, record 3 (id = 4): see jdbc and password rules",
            "the column \"password\" must not be NULL",
            "password authentication failed for user \"etl\"",
            "option dataSource=#warehouse: the registry has no bean of this name",
            "https://host/path?x=1 and mail to a@b"
        }) {
            assertThat(Outlet.text("p", text)).isEqualTo(text);
        }
    }

    @Test
    void what_a_terminal_or_a_log_would_act_on_is_shown() {
        assertThat(Outlet.text("p", "a\n2026-01-01 ERROR forged\r" + ESCAPE + "\u2028\u202e\ufeff\ud800"))
                .isEqualTo("a\\u000a2026-01-01 ERROR forged\\u000d\\u001b[31m\\u2028\\u202e\\ufeff\\ud800");
        assertThat(trace(new EtlException("p\n" + ESCAPE, ESCAPE, new UnsupportedOperationException(ESCAPE))))
                .doesNotContain("\u001b");
    }

    @Test
    void a_message_has_a_kilobyte_at_most() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(900, 1_100), 1, 0x11000).forEach(text::appendCodePoint);
            String told = Outlet.text("p", text.toString());
            assertThat(told.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
            assertThat(Outlet.text("p", told)).isEqualTo(told);
        }
    }

    private static PSQLException violation() {
        return new PSQLException(
                new ServerErrorMessage("SERROR\0C23514\0Mvalue v4lue is bad\0DFailing row contains (1, r0w)."
                        + "\0WPL/pgSQL function f() c0ntext\0HAsk\0tt\0nt_check\0\0"));
    }

    @Test
    void the_servers_details_are_cut_and_what_names_the_fault_stays() {
        PSQLException told = (PSQLException) new EtlException("p", "refused: " + violation(), violation()).getCause();

        assertThat(told.getSQLState()).isEqualTo("23514");
        assertThat(told.getMessage()).isEqualTo("ERROR: value v4lue is bad");
        assertThat(told.getServerErrorMessage().getTable()).isEqualTo("t");
        assertThat(told.getServerErrorMessage().getConstraint()).isEqualTo("t_check");
        assertThat(trace(new EtlException("p", "refused: " + violation(), new RuntimeException(violation()))))
                .contains("v4lue")
                .doesNotContain("r0w")
                .doesNotContain("c0ntext");
    }

    @Test
    void values_are_kept_where_they_are_to_be() {
        KeptValues.keep("p");

        Throwable[] failures = {
            new EtlException(
                    "p", "refused: " + violation() + ", of " + Value.of("k3y"), new RuntimeException(violation())),
            new EtlException("p", "the transform failed", new UnsupportedOperationException("v4lue")),
            new BadRecordException(
                    "p", "t", 0, "id = " + Value.of("k3y"), "c", "no: " + Value.of("v4lue"), violation()),
        };
        for (Throwable failure : failures) {
            assertThat(trace(failure))
                    .doesNotContain("v4lue")
                    .doesNotContain("k3y")
                    .doesNotContain("r0w");
        }
        assertThat(failures[2]).hasMessage("pipeline \"p\": table t, record 1 (id = (hidden)), column c: no: (hidden)");
        assertThat(new EtlException("other", "of " + Value.of("k3y"))).hasMessageContaining("k3y");
    }

    @Test
    void a_copy_is_of_the_same_kind() {
        SQLException passing =
                new SQLTransientConnectionException("jdbc:x", "08001", 7, new UnsupportedOperationException("a\nb"));
        passing.setNextException(new SQLException("jdbc:y", "23505"));

        EtlException told = new EtlException("p", "x", passing);

        assertThat(told.isTransient()).isTrue();
        assertThat(told.getCause()).isInstanceOfSatisfying(SQLException.class, copy -> {
            assertThat(copy.getSQLState()).isEqualTo("08001");
            assertThat(copy.getErrorCode()).isEqualTo(7);
            assertThat(copy.getNextException().getSQLState()).isEqualTo("23505");
            assertThat(copy.getStackTrace()).isEqualTo(passing.getStackTrace());
            assertThat(copy.getCause()).hasToString(UnsupportedOperationException.class.getName() + ": a\\u000ab");
        });
        assertThat(new EtlException("p", "x", new IOException("jdbc:x")).isTransient())
                .isTrue();
    }

    @Test
    void a_failure_that_says_nothing_wrong_stays_what_it_is() {
        Exception failure = new UnsupportedOperationException("plain");
        assertThat(new EtlException("p", "x", failure)).hasCauseReference(failure);
    }

    @Test
    void causes_in_a_circle_end_and_leak_nothing() {
        RuntimeException one = new UnsupportedOperationException("jdbc:x?password=" + SECRET);
        RuntimeException two = new RuntimeException("two " + ESCAPE, one);
        one.initCause(two);
        SQLException sql = new SQLException("password=" + SECRET, "08001", one);
        two.addSuppressed(sql);

        for (Throwable failure : new Throwable[] {one, two, sql}) {
            EtlException told = new EtlException("p", "x", failure);

            assertThat(trace(told)).doesNotContain(SECRET).doesNotContain("\u001b");
            assertThat(reachable(told))
                    .noneMatch(link -> String.valueOf(link.getMessage()).contains(SECRET));
        }
    }

    @Test
    void a_circle_that_says_nothing_wrong_stays_what_it_is() {
        RuntimeException one = new UnsupportedOperationException("one");
        one.initCause(new RuntimeException("two", one));

        assertThat(new EtlException("p", "x", one)).hasCauseReference(one);
    }

    /** As graphs of chance: causes, next exceptions and suppressed ones, each to any other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_hangs_on_a_failure_leaks_nothing(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<Throwable> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String text = random.nextBoolean() ? "plain" : "password=" + SECRET;
                all.add(
                        switch (random.nextInt(4)) {
                            case 0 -> new SQLException(text, "08001");
                            case 1 -> new IOException(text);
                            case 2 -> new SQLTransientConnectionException(text, "08001");
                            default -> new UnsupportedOperationException(text);
                        });
            }
            for (Throwable failure : all) {
                Throwable other = all.get(random.nextInt(all.size()));
                if (other != failure) {
                    switch (random.nextInt(3)) {
                        case 0 -> failure.initCause(other);
                        case 1 -> failure.addSuppressed(other);
                        default -> {
                            if (failure instanceof SQLException sql && other instanceof SQLException next) {
                                sql.setNextException(next);
                            }
                        }
                    }
                }
            }
            EtlException told = new EtlException("p", "x", all.get(0));
            assertThat(reachable(told))
                    .as("seed %s, round %s", seed, round)
                    .noneMatch(link -> String.valueOf(link.getMessage()).contains(SECRET));
        }
    }

    @Test
    void what_is_added_to_a_failure_after_it_was_made_does_not_go_into_a_log() {
        EtlException failure = new EtlException("p", "x", new RuntimeException("plain"));
        assertThat(Outlet.logged("p", failure)).isSameAs(failure);
        failure.addSuppressed(new SQLException("password=" + SECRET, "08006"));

        Throwable logged = Outlet.logged("p", failure);

        assertThat(trace(logged))
                .doesNotContain(SECRET)
                .startsWith("io.cameletl.EtlException: pipeline \"p\": x")
                .contains("Suppressed: java.sql.SQLException: password=(cut)");
        assertThat(logged.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void the_servers_details_are_cut_from_a_text_in_each_language_of_the_driver() {
        for (String language : DriverDetails.LANGUAGES) {
            for (String part : new String[] {"Detail: {0}", "Where: {0}", "Internal Query: {0}"}) {
                String text =
                        "ERROR: v4lue is bad\n  " + translation(language, part).replace("{0}", "a r0w\n  Hint: r0w");
                assertThat(trace(new EtlException("p", "no: " + text, new UnsupportedOperationException(text))))
                        .as(language)
                        .contains("v4lue is bad")
                        .doesNotContain("r0w");
            }
        }
    }

    private static String translation(String language, String text) {
        try {
            return ResourceBundle.getBundle(
                            "org.postgresql.translation.messages",
                            Locale.forLanguageTag(language),
                            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT))
                    .getString(text);
        } catch (MissingResourceException e) {
            return text;
        }
    }

    @Test
    void the_languages_of_the_driver_are_known() throws Exception {
        Path jar = Path.of(PSQLException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile driver = new JarFile(jar.toFile())) {
            assertThat(driver.stream()
                            .map(entry -> Pattern.compile("org/postgresql/translation/messages_(\\w+)\\.class")
                                    .matcher(entry.getName()))
                            .filter(Matcher::matches)
                            .map(name -> name.group(1).replace('_', '-')))
                    .containsExactlyInAnyOrderElementsOf(DriverDetails.LANGUAGES);
        }
    }

    private static Set<Throwable> reachable(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(failure));
        while (!open.isEmpty()) {
            Throwable link = open.pop();
            if (seen.add(link)) {
                open.addAll(List.of(link.getSuppressed()));
                if (link.getCause() != null) {
                    open.add(link.getCause());
                }
                if (link instanceof SQLException sql && sql.getNextException() != null) {
                    open.add(sql.getNextException());
                }
            }
        }
        return seen;
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
