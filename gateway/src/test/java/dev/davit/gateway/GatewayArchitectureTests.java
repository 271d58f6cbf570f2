package dev.davit.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class GatewayArchitectureTests {

    private final JavaClasses gateway = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.davit.gateway");

    @Test
    void gatewayKnowsOtherServicesByTheirContractsAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.davit.engine..", "dev.davit.storage..", "dev.davit.network..", "dev.davit.registry..")
                .check(gateway);
    }

    @Test
    void gatewayHasNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..")
                .check(gateway);
    }

    @Test
    void featuresHaveNoCycles() {
        slices().matching("dev.davit.gateway.(*)..").should().beFreeOfCycles().check(gateway);
    }
}
