package dev.davit.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses storage = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.davit.storage");

    @Test
    void storageKnowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.davit.engine..", "dev.davit.network..", "dev.davit.registry..", "dev.davit.gateway..")
                .check(storage);
    }

    @Test
    void featuresHaveNoCycles() {
        slices().matching("dev.davit.storage.(*)..").should().beFreeOfCycles().check(storage);
    }

    @Test
    void kernelKnowsNothingOfStorage() {
        noClasses()
                .that()
                .resideInAPackage("dev.davit.storage.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.davit.storage.archive..", "dev.davit.storage.layer..", "dev.davit.storage.image..")
                .check(storage);
    }
}
