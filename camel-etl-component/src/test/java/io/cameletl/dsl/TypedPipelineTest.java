package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit together does not compile. */
class TypedPipelineTest {
    @TempDir
    private Path classes;

    @Test
    void a_source_of_the_pipeline_s_cursor_compiles() {
        assertThat(compile("source(users)")).isEmpty();
    }

    @Test
    void a_source_of_another_cursor_does_not_compile() {
        assertThat(compile("source(others)")).contains("no suitable method found for source(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Typed::ofUsers",
                "Typed::ofMaps",
                "new Users()",
                "new Users()::transform",
                "rows -> ofAnything(rows)",
                "(List<User> rows) -> ofUsers(rows)"
            })
    void a_transform_of_any_rows_compiles(String transform) {
        assertThat(compile("transform(" + transform + ")")).isEmpty();
    }

    @Test
    void a_transform_of_a_single_row_does_not_compile() {
        assertThat(compile("transform(Typed::ofOne)")).contains("no suitable method found for transform(");
    }

    private String compile(String part) {
        String code =
                """
                import io.cameletl.*;
                import io.cameletl.dsl.*;
                import java.util.*;
                class Typed extends EtlRouteBuilder {
                    record User(long id) {}
                    static class Users implements Transform<User> {
                        public List<TargetData> transform(List<User> rows) { return ofUsers(rows); }
                    }
                    Source<TimestampCursor> users;
                    Source<KeysetCursor> others;
                    static List<TargetData> ofUsers(List<User> rows) { return List.of(); }
                    static List<TargetData> ofMaps(List<Map<String, Object>> rows) throws Exception { return List.of(); }
                    static List<TargetData> ofAnything(List<?> rows) { return List.of(); }
                    static List<TargetData> ofOne(User row) { return List.of(); }
                    public void configure() { pipeline("users", TimestampCursor.class).%s; }
                }"""
                        .formatted(part);
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Typed.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeThat(compiler).as("the compiler of a JDK; this is a JRE").isNotNull();
        StringWriter messages = new StringWriter();
        compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of(
                                "-proc:none",
                                "-Xlint:none",
                                "-d",
                                classes.toString(),
                                "-classpath",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(file))
                .call();
        return messages.toString();
    }
}
