package io.synod.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void examplesUseNothingOfSynodButWhatItsUsersSee() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.synod.examples..", "io.synod.node", "java..", "org.jspecify..")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.synod.examples"));
  }
}
