package dev.davit.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses registry = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.davit.registry");

    @Test
    void registryKnowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.davit.engine..",
                        "dev.davit.storage..",
                        "dev.davit.network..",
                        "dev.davit.gateway..",
                        "dev.davit.contracts.engine..",
                        "dev.davit.contracts.storage..",
                        "dev.davit.contracts.network..")
                .check(registry);
    }

    @Test
    void featuresHaveNoCycles() {
        slices().matching("dev.davit.registry.(*)..").should().beFreeOfCycles().check(registry);
    }

    @Test
    void webKnowsNoFeature() {
        noClasses()
                .that()
                .resideInAPackage("..web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..blob..",
                        "..manifest..",
                        "..upload..",
                        "..tag..",
                        "..repository..",
                        "..referrer..",
                        "..trust..",
                        "..admission..",
                        "..pull..")
                .check(registry);
    }

    @Test
    void trustIsDecidedWithoutDatabaseAndNetwork() {
        noClasses()
                .that()
                .resideInAPackage("dev.davit.registry.trust..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.net..", "org.springframework.jdbc..", "jakarta..", "..web..")
                .check(registry);
    }
}
