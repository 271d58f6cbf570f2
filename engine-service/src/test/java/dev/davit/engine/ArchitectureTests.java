package dev.davit.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.davit.engine");

    @Test
    void otherServicesAreReachedByContractsAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.davit.storage..", "dev.davit.network..", "dev.davit.registry..", "dev.davit.gateway..")
                .check(classes);
    }

    @Test
    void featuresHaveNoCycles() {
        slices().matching("dev.davit.engine.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyTheKernelPackageCallsNativeFunctions() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.davit.engine.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(classes);
    }
}
