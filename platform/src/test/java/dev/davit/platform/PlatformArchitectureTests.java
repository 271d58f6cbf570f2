package dev.davit.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PlatformArchitectureTests {

    private final JavaClasses platform = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.davit.platform");

    @Test
    void platformKnowsNoServiceAndNoContract() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.davit.contracts..",
                        "dev.davit.engine..",
                        "dev.davit.storage..",
                        "dev.davit.network..",
                        "dev.davit.registry..",
                        "dev.davit.gateway..")
                .check(platform);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("dev.davit.platform.(*)..").should().beFreeOfCycles().check(platform);
    }
}
