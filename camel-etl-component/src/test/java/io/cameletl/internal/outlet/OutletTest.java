package io.cameletl.internal.outlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Random;
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
    void causes_in_a_circle_end() {
        RuntimeException one = new UnsupportedOperationException("jdbc:x");
        one.initCause(new RuntimeException("two", one));
        assertThat(new EtlException("p", "x", one).getMessage()).isNotEmpty();
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
