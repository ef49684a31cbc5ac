package io.cameletl.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    @Test
    void a_name_is_quoted_and_its_quotes_are_doubled() {
        assertThat(Identifier.of("a \"b\".C").sql()).isEqualTo("\"a \"\"b\"\".C\"");
    }

    @Test
    void a_name_of_63_bytes_is_the_longest() {
        assertThat(Identifier.of("é".repeat(31) + "x").sql()).hasSize(34);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identifier.of("é".repeat(32)))
                .withMessageContaining("takes 64 bytes in UTF-8, PostgreSQL would cut it after 63");
    }

    @Test
    void a_name_must_not_be_empty_or_hold_a_nul() {
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identifier.of("a\0b"))
                .withMessageContaining("a\\0b");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "orders, , orders",
                "Sales.Orders, Sales, Orders",
                "\"My.Schema\".\"T\", My.Schema, T",
                "\"a\"\"b\", , a\"b",
                "s.\"a.b\", s, a.b",
                "a b; drop, , a b; drop",
            })
    void a_table_name_is_read_literally(String text, String schema, String name) {
        assertThat(QualifiedName.parse(text)).isEqualTo(new QualifiedName(schema, name));
    }

    @ParameterizedTest
    @CsvSource({"orders", "Sales.Orders", "\"My.Schema\".\"T\"", "\"a\"\"b\".\"\"\"\""})
    void a_quoted_name_reads_back_as_itself(String text) {
        QualifiedName name = QualifiedName.parse(text);
        assertThat(QualifiedName.parse(name.sql())).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a.b.c", "\"a", "\"a\"b", "a\"b", "\"\"", "a..b", "\"a\".", "\"a\"\""})
    void other_texts_are_refused_with_the_rule(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QualifiedName.parse(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("Write name or schema.name");
    }
}
