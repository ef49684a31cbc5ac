package io.cameletl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

@AnalyzeClasses(packages = "io.cameletl", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
    private static final String INTERNAL = "io.cameletl.internal";

    /** The rooms from the top down: each may know those after it and none before. */
    private static final List<String> ROOMS = List.of(
            "io.cameletl.internal.spring",
            "io.cameletl.dsl.endpoint",
            "io.cameletl.dsl.endpoint.dsl",
            "io.cameletl.dsl",
            "io.cameletl.camel.component",
            "io.cameletl.console",
            "io.cameletl.internal.console.alone",
            "io.cameletl.internal.adapter.console",
            "io.cameletl.internal.console.servlet",
            "io.cameletl.internal.console.http",
            "io.cameletl.internal.console.desk",
            "io.cameletl.internal.console.page",
            "io.cameletl.internal.adapter.management",
            "io.cameletl.internal.adapter.control",
            "io.cameletl.internal.adapter.endpoint",
            "io.cameletl.internal.adapter.wiring",
            "io.cameletl.internal.adapter.observing",
            "io.cameletl.internal.adapter.sql",
            "io.cameletl.internal.adapter.exchange",
            "io.cameletl.internal.adapter.options",
            "io.cameletl.camel",
            "io.cameletl.internal.schedule",
            "io.cameletl.internal.route",
            "io.cameletl.internal.breaker",
            "io.cameletl.internal.observe.log",
            "io.cameletl.internal.observe.metrics",
            "io.cameletl.internal.observe.trace",
            "io.cameletl.internal.observe.vitals",
            "io.cameletl.internal.console.state",
            "io.cameletl.internal.console.view",
            "io.cameletl.internal.postgres",
            "io.cameletl.internal.postgres.survey",
            "io.cameletl.internal.postgres.page",
            "io.cameletl.internal.postgres.ahead",
            "io.cameletl.internal.postgres.pass",
            "io.cameletl.internal.postgres.state",
            "io.cameletl.internal.postgres.merge",
            "io.cameletl.internal.postgres.history",
            "io.cameletl.internal.postgres.staging",
            "io.cameletl.internal.postgres.load",
            "io.cameletl.internal.postgres.schema",
            "io.cameletl.internal.postgres.plan",
            "io.cameletl.internal.source.query",
            "io.cameletl.internal.source.query.page",
            "io.cameletl.internal.source.query.compare",
            "io.cameletl.internal.source.query.shape",
            "io.cameletl.internal.source.query.text",
            "io.cameletl.internal.source.endpoint",
            "io.cameletl.internal.source.database",
            "io.cameletl.internal.checksum",
            "io.cameletl.internal.engine",
            "io.cameletl.internal.engine.run",
            "io.cameletl.internal.engine.reconcile",
            "io.cameletl.internal.engine.shard",
            "io.cameletl.internal.engine.step",
            "io.cameletl.internal.engine.events",
            "io.cameletl.internal.engine.page",
            "io.cameletl.internal.engine.driver",
            "io.cameletl.internal.engine.survey",
            "io.cameletl.internal.engine.pass",
            "io.cameletl.internal.engine.spec",
            "io.cameletl.internal.records",
            "io.cameletl.internal.server",
            "io.cameletl.internal.values",
            "io.cameletl.internal.jdbc",
            "io.cameletl.internal.jdbc.watch",
            "io.cameletl",
            "io.cameletl.internal.outlet");

    @ArchTest
    static void rooms_know_only_those_below_them(JavaClasses classes) {
        Set<String> upward = new TreeSet<>();
        for (JavaClass one : classes) {
            one.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith("io.cameletl"))
                    .filter(target -> room(target) < room(one))
                    .forEach(target -> upward.add(one.getName() + " -> " + target.getName()));
        }
        assertThat(upward).isEmpty();
    }

    private static int room(JavaClass type) {
        assertThat(ROOMS).as("the room of %s", type.getName()).contains(type.getPackageName());
        return ROOMS.indexOf(type.getPackageName());
    }

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("(io.cameletl..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule observers_drivers_and_sources_do_not_know_each_other = slices().matching(
                    "io.cameletl.internal.(observe|postgres|source)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static void no_public_signature_mentions_an_internal_type(JavaClasses classes) {
        List<String> mentions = new ArrayList<>();
        for (JavaClass type : classes) {
            if (isPublic(type)) {
                Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream())
                        .flatMap(parent -> parent.getAllInvolvedRawTypes().stream())
                        .filter(PackageRulesTest::isInternal)
                        .forEach(parent -> mentions.add(type.getName() + " is a " + parent.getName()));
                for (JavaMember member : type.getMembers()) {
                    if (isVisible(member)) {
                        involved(member)
                                .filter(PackageRulesTest::isInternal)
                                .forEach(used -> mentions.add(member.getFullName() + " mentions " + used.getName()));
                    }
                }
            }
        }
        assertThat(mentions).isEmpty();
    }

    private static Stream<JavaClass> involved(JavaMember member) {
        return member instanceof JavaCodeUnit code
                ? Stream.concat(code.getAllInvolvedRawTypes().stream(), code.getExceptionTypes().stream())
                : member.getAllInvolvedRawTypes().stream();
    }

    private static boolean isInternal(JavaClass type) {
        return type.getBaseComponentType().getPackageName().startsWith(INTERNAL);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !isInternal(type)
                && type.getEnclosingClass().map(PackageRulesTest::isPublic).orElse(true);
    }

    private static boolean isVisible(JavaMember member) {
        return !member.getModifiers().contains(JavaModifier.SYNTHETIC)
                && (member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED));
    }

    @ArchTest
    static void what_is_public_outside_the_border_is_in_these_packages_and_their_generated_dsl(JavaClasses classes) {
        Set<String> packages = classes.stream()
                .filter(PackageRulesTest::isPublic)
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages)
                .containsExactly(
                        "io.cameletl",
                        "io.cameletl.camel",
                        "io.cameletl.camel.component",
                        "io.cameletl.console",
                        "io.cameletl.dsl",
                        "io.cameletl.dsl.endpoint",
                        "io.cameletl.dsl.endpoint.dsl");
    }

    @ArchTest
    static final ArchRule only_the_upper_rooms_know_camel = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.cameletl.camel..",
                    "io.cameletl.dsl..",
                    "io.cameletl.internal.adapter..",
                    "io.cameletl.internal.route..",
                    "io.cameletl.internal.schedule..",
                    "io.cameletl.internal.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule the_engine_knows_no_sql = noClasses()
            .that()
            .resideInAPackage("io.cameletl.internal.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..");

    @ArchTest
    static final ArchRule what_is_logged_goes_through_the_outlet = noClasses()
            .that()
            .resideOutsideOfPackage("io.cameletl.internal.outlet..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..");

    @ArchTest
    static final ArchRule connections_are_borrowed_in_one_place = noClasses()
            .that()
            .resideOutsideOfPackage("io.cameletl.internal.jdbc..")
            .should()
            .callMethod(Connection.class, "setAutoCommit", boolean.class)
            .orShould()
            .callMethod(DataSource.class, "getConnection");

    /** Its algorithm is in a module that a small runtime, as jlink makes them, need not have. */
    @ArchTest
    static final ArchRule chance_needs_no_module_but_the_base = noClasses()
            .should()
            .callMethod(RandomGenerator.class, "getDefault")
            .orShould()
            .callMethod(RandomGenerator.class, "of", String.class);

    @ArchTest
    static final ArchRule names_and_statements_use_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("io.cameletl.internal.jdbc..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are ours",
                    type -> type.getPackageName().startsWith("io.cameletl")
                            && !type.getPackageName().startsWith("io.cameletl.internal.jdbc")));

    @ArchTest
    static final ArchRule classes_are_final_unless_they_are_meant_to_be_extended = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotAnonymousClasses()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .and()
            .resideOutsideOfPackages("io.cameletl.camel..", "io.cameletl.dsl.endpoint..")
            .and()
            .doNotHaveSimpleName("EtlException")
            .should()
            .haveModifier(JavaModifier.FINAL);
}
