package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What does not fit together does not compile. */
class TypedPipelineTest {
    @TempDir
    private Path classes;

    @Test
    void a_source_of_the_pipeline_s_cursor_compiles() {
        assertThat(compile("Source<TimestampCursor>")).isEmpty();
    }

    @Test
    void a_source_of_another_cursor_does_not_compile() {
        assertThat(compile("Source<KeysetCursor>")).contains("no suitable method found for source(");
    }

    private String compile(String sourceType) {
        String code = "import io.cameletl.*; import io.cameletl.dsl.*;"
                + " class Typed extends EtlRouteBuilder { " + sourceType + " users;"
                + " public void configure() { pipeline(\"users\", TimestampCursor.class).source(users); } }";
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Typed.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
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
