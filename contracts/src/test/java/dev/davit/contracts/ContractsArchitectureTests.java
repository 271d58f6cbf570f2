package dev.davit.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ContractsArchitectureTests {

    private final JavaClasses contracts = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.davit.contracts");

    @Test
    void contractsAreInterfacesRecordsAndEnums() {
        classes()
                .that()
                .doNotHaveSimpleName("package-info")
                .should()
                .beInterfaces()
                .orShould()
                .beRecords()
                .orShould()
                .beEnums()
                .check(contracts);
    }

    @Test
    void contractsKnowNoService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.davit.platform..",
                        "dev.davit.engine..",
                        "dev.davit.storage..",
                        "dev.davit.network..",
                        "dev.davit.registry..",
                        "dev.davit.gateway..")
                .check(contracts);
    }
}
