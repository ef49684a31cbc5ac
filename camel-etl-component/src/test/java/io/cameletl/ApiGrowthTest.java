package io.cameletl;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is promised of the API's records: constructors that stay, or components that may be added. */
@AnalyzeClasses(packages = "io.cameletl", importOptions = ImportOption.DoNotIncludeTests.class)
class ApiGrowthTest {
    /** The constructors that users call. Lines are added here, and none is taken away. */
    private static final Set<String> STAY = Set.of(
            "ExtractRequest(String, Object, int, Instant, Instant)",
            "ExtractResponse(List, Object, boolean)",
            "KeysetCursor(Map)",
            "TargetData(String, List)",
            "TimestampCursor(Instant, String)");

    private static final Pattern RECORD =
            Pattern.compile("/\\*\\*(?:(?!\\*/).)*\\*/\\s+(?:public )?record (\\w+)", Pattern.DOTALL);

    @ArchTest
    static void a_constructor_that_users_call_stays(JavaClasses classes) {
        Set<String> there = records(classes)
                .flatMap(type -> Arrays.stream(type.reflect().getConstructors()))
                .map(ApiGrowthTest::signature)
                .collect(Collectors.toSet());

        assertThat(there).containsAll(STAY);
    }

    @ArchTest
    static void any_other_record_says_that_only_camel_etl_makes_it(JavaClasses classes) throws IOException {
        Set<String> others = records(classes)
                .filter(type ->
                        !type.isAssignableTo(EtlEvent.class) && !type.getName().contains("EtlEvent$"))
                .map(JavaClass::getSimpleName)
                .filter(name -> STAY.stream().noneMatch(constructor -> constructor.startsWith(name + "(")))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(saidToBeOurs()).containsExactlyElementsOf(others);
    }

    @ArchTest
    static void an_event_of_each_kind_is_a_record_of_its_own(JavaClasses classes) {
        long records = records(classes)
                .filter(type -> type.isAssignableTo(EtlEvent.class))
                .count();

        assertThat(EtlEvent.Kind.values()).hasSize((int) records);
    }

    private static Stream<JavaClass> records(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.getPackageName().equals("io.cameletl") && type.isRecord())
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC));
    }

    private static String signature(Constructor<?> constructor) {
        return constructor.getDeclaringClass().getSimpleName()
                + Arrays.stream(constructor.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static Set<String> saidToBeOurs() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/cameletl"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                RECORD.matcher(Files.readString(file))
                        .results()
                        .filter(found ->
                                found.group().replaceAll("\\s*\\*\\s*", " ").contains("Made by camel-etl only;"))
                        .forEach(found -> names.add(found.group(1)));
            }
        }
        return names;
    }
}
