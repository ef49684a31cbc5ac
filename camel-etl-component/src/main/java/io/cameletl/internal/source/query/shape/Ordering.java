package io.cameletl.internal.source.query.shape;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the values of a type are ordered, in SQL that means the same under every search path: by the operators of the type's
 * default B-tree operator class. {@code ORDER BY} and indexes go by them, too.
 *
 * @param type the type's name with its schema; of a domain, the type it is made from
 * @param less {@code OPERATOR(schema.<)}
 * @param atMost {@code OPERATOR(schema.<=)}
 * @param equal {@code OPERATOR(schema.=)}
 * @param atLeast {@code OPERATOR(schema.>=)}
 * @param greater {@code OPERATOR(schema.>)}
 */
public record Ordering(String type, String less, String atMost, String equal, String atLeast, String greater) {
    /** Types of which two values are equal exactly when their texts are. Text in some collations is not, nor is numeric. */
    private static final Set<String> ONE_TEXT_PER_VALUE = Stream.of(
                    "int2", "int4", "int8", "oid", "uuid", "date", "time", "timestamp", "timestamptz", "bool", "bytea")
            .map(name -> "\"pg_catalog\".\"" + name + "\"")
            .collect(Collectors.toUnmodifiableSet());

    /** For other types there may be a cast from text of their own, which reads it in another way. */
    private static final Set<String> READ_FROM_TEXT = Stream.of(
                    "int2",
                    "int4",
                    "int8",
                    "oid",
                    "numeric",
                    "float4",
                    "float8",
                    "uuid",
                    "date",
                    "time",
                    "timetz",
                    "timestamp",
                    "timestamptz",
                    "interval",
                    "bool",
                    "bytea",
                    "text",
                    "varchar",
                    "bpchar",
                    "inet")
            .map(name -> "\"pg_catalog\".\"" + name + "\"")
            .collect(Collectors.toUnmodifiableSet());

    public boolean hasOneTextPerValue() {
        return ONE_TEXT_PER_VALUE.contains(type);
    }

    /** @return a parameter of the type: a text that the server reads as a value of it */
    public String parameter() {
        return "CAST(? AS " + type + ")";
    }

    /** @return the value of a session's setting as a value of the type, like a parameter's */
    String setting(String name) {
        return "CAST(pg_catalog.current_setting('" + name + "') AS " + type + ")";
    }

    /** @return whether a text that is not a literal is read as a value of the type as a parameter is: by its input function */
    public boolean isReadFromText() {
        return READ_FROM_TEXT.contains(type);
    }

    /** @return a text without quotes as a value of the type */
    public String literal(String text) {
        return "CAST('" + text + "' AS " + type + ")";
    }
}
