package io.cameletl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.cameletl", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
    @ArchTest
    static final ArchRule imports_point_down_only = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("dsl")
            .definedBy("io.cameletl.dsl..")
            .layer("camel")
            .definedBy("io.cameletl.camel..")
            .layer("observe")
            .definedBy("io.cameletl.observe..")
            .layer("postgres")
            .definedBy("io.cameletl.postgres..")
            .layer("state")
            .definedBy("io.cameletl.state..")
            .layer("source")
            .definedBy("io.cameletl.source..")
            .layer("pipeline")
            .definedBy("io.cameletl.pipeline..")
            .layer("types")
            .definedBy("io.cameletl")
            .layer("jdbc")
            .definedBy("io.cameletl.jdbc..")
            .whereLayer("dsl")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("camel")
            .mayOnlyBeAccessedByLayers("dsl")
            .whereLayer("observe")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("postgres")
            .mayOnlyBeAccessedByLayers("dsl", "camel")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("pipeline")
            .mayOnlyBeAccessedByLayers("dsl", "camel", "observe", "postgres", "state", "source")
            .whereLayer("types")
            .mayOnlyBeAccessedByLayers("dsl", "camel", "observe", "postgres", "state", "source", "pipeline");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.cameletl.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_the_upper_packages_know_camel = noClasses()
            .that()
            .resideOutsideOfPackages("io.cameletl.camel..", "io.cameletl.dsl..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule the_engine_knows_no_sql = noClasses()
            .that()
            .resideInAPackage("io.cameletl.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..");

    @ArchTest
    static final ArchRule the_leaf_uses_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("io.cameletl.jdbc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.cameletl",
                    "io.cameletl.dsl..",
                    "io.cameletl.camel..",
                    "io.cameletl.observe..",
                    "io.cameletl.postgres..",
                    "io.cameletl.state..",
                    "io.cameletl.source..",
                    "io.cameletl.pipeline..");

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
            .resideOutsideOfPackage("io.cameletl.camel..")
            .and()
            .doNotHaveSimpleName("EtlException")
            .should()
            .haveModifier(JavaModifier.FINAL);
}
