package io.cameletl;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * No text that goes to a server, into the state or to users is made by the JVM's default locale, zone or charset. Error
 * Prone says so of most calls as it compiles; here are the others, too.
 */
@AnalyzeClasses(packages = "io.cameletl", importOptions = DoNotIncludeTests.class)
class JvmDefaultsTest {
    private static final String LOCALE = "java.util.Locale";
    private static final String CHARSET = "java.nio.charset.Charset";
    private static final List<String> ZONE = List.of("java.time.ZoneId", "java.time.Clock");

    private static final Set<String> DEFAULTS = Set.of(
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault",
            "java.time.ZoneId.systemDefault",
            "java.time.Clock.systemDefaultZone",
            "java.nio.charset.Charset.defaultCharset",
            "java.util.Calendar.getInstance",
            "java.util.Date.toString",
            "java.sql.Date.toString",
            "java.sql.Date.valueOf",
            "java.sql.Time.toString",
            "java.sql.Time.valueOf",
            "java.sql.Timestamp.toString",
            "java.sql.Timestamp.toLocalDateTime",
            "java.sql.Timestamp.valueOf");

    /** What takes a default unless it is given one of these. */
    private static final Map<String, List<String>> GIVEN = Map.ofEntries(
            Map.entry("java.lang.String.format", List.of(LOCALE)),
            Map.entry("java.lang.String.toLowerCase", List.of(LOCALE)),
            Map.entry("java.lang.String.toUpperCase", List.of(LOCALE)),
            Map.entry("java.lang.String.getBytes", List.of(CHARSET)),
            Map.entry("java.util.Formatter.<init>", List.of(LOCALE)),
            Map.entry("java.util.Scanner.<init>", List.of(CHARSET, "java.lang.String")),
            Map.entry("java.io.InputStreamReader.<init>", List.of(CHARSET)),
            Map.entry("java.io.OutputStreamWriter.<init>", List.of(CHARSET)),
            Map.entry("java.io.FileReader.<init>", List.of(CHARSET)),
            Map.entry("java.io.FileWriter.<init>", List.of(CHARSET)),
            Map.entry("java.io.PrintWriter.<init>", List.of(CHARSET, "java.io.Writer")),
            Map.entry("java.io.PrintStream.<init>", List.of(CHARSET)),
            Map.entry("java.io.ByteArrayOutputStream.toString", List.of(CHARSET)),
            Map.entry("java.text.NumberFormat.getInstance", List.of(LOCALE)),
            Map.entry("java.text.DecimalFormat.<init>", List.of("java.text.DecimalFormatSymbols")),
            Map.entry("java.text.SimpleDateFormat.<init>", List.of(LOCALE)),
            Map.entry("java.text.MessageFormat.<init>", List.of(LOCALE)),
            Map.entry("java.text.MessageFormat.format", List.of(LOCALE)),
            Map.entry("java.text.Collator.getInstance", List.of(LOCALE)),
            Map.entry("java.time.format.DateTimeFormatter.ofPattern", List.of(LOCALE)),
            Map.entry("java.time.format.DateTimeFormatterBuilder.toFormatter", List.of(LOCALE)),
            Map.entry("java.time.LocalDate.now", ZONE),
            Map.entry("java.time.LocalTime.now", ZONE),
            Map.entry("java.time.LocalDateTime.now", ZONE),
            Map.entry("java.time.OffsetDateTime.now", ZONE),
            Map.entry("java.time.ZonedDateTime.now", ZONE));

    @ArchTest
    static final ArchRule nothing_depends_on_the_jvms_locale_zone_or_charset = noClasses()
            .that(describe("are written by us", JvmDefaultsTest::isOurs))
            .should()
            .accessTargetWhere(describe("it takes a default of the JVM", JvmDefaultsTest::takesDefault));

    /** Camel generates some; and what a {@code java.sql} type shows, it shows in the JVM's zone, in which it was made. */
    private static boolean isOurs(JavaClass type) {
        return !type.getSimpleName().endsWith("Configurer")
                && !type.getSimpleName().endsWith("UriFactory")
                && !type.getName().equals("io.cameletl.internal.values.TimeConverter");
    }

    private static boolean takesDefault(JavaAccess<?> access) {
        String target =
                access.getTargetOwner().getName() + "." + access.getTarget().getName();
        if (DEFAULTS.contains(target)) {
            return true;
        }
        if (!(access.getTarget() instanceof CodeUnitCallTarget call)) {
            return false;
        }
        List<String> parameters =
                call.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        if (target.equals("java.lang.String.<init>")) {
            return parameters.contains("[B") && !parameters.contains(CHARSET);
        }
        return GIVEN.containsKey(target) && parameters.stream().noneMatch(GIVEN.get(target)::contains);
    }
}
