package dev.davit.network;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses network = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.davit.network");

    @Test
    void networkKnowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.davit.engine..",
                        "dev.davit.storage..",
                        "dev.davit.registry..",
                        "dev.davit.gateway..",
                        "dev.davit.contracts.engine..",
                        "dev.davit.contracts.storage..",
                        "dev.davit.contracts.registry..")
                .check(network);
    }

    @Test
    void featuresHaveNoCycles() {
        slices().matching("dev.davit.network.(*)..").should().beFreeOfCycles().check(network);
    }

    @Test
    void foreignFunctionsAreCalledInTwoPlacesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.davit.network.netlink", "dev.davit.network.nftables")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(network);
    }
}
