package io.synod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the rules over everything that is shipped. */
final class ArchitectureTest {

  private static final JavaClasses SYNOD =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.synod");

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim", "node", "store", "members", "server", "cli"})
  void everyModuleUsesOnlyTheModulesThatItsArrowsName(String module) {
    ArchitectureRules.usesOnlyWhatItsArrowsName(module).check(SYNOD);
  }

  @Test
  void everyClassLivesInAModuleOfTheDesign() {
    ArchitectureRules.livesInAModuleOfTheDesign().check(SYNOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim"})
  void coreAndSimUseNothingButThePlainJdk(String module) {
    ArchitectureRules.usesNothingButThePlainJdk(module).check(SYNOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim"})
  void coreAndSimLookUpNeitherTimeNorChanceNorThreads(String module) {
    ArchitectureRules.knowsNoTypeOfTimeChanceOrThreads(module).check(SYNOD);
    ArchitectureRules.asksTheSystemForNothing(module).check(SYNOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim"})
  void coreAndSimMakeNoCollectionThatIteratesInTheOrderOfHashes(String module) {
    ArchitectureRules.makesNoCollectionInTheOrderOfHashes(module).check(SYNOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim", "explorer"})
  void coreSimAndExplorerCallNothingThatThePageDoesOtherwise(String module) {
    ArchitectureRules.callsNothingThatThePageDoesOtherwise(module).check(SYNOD);
  }

  @Test
  void nodeKnowsNeitherKeysNorEtcdNorHttp() {
    ArchitectureRules.nodeKnowsNeitherKeysNorEtcdNorHttp().check(SYNOD);
  }

  @Test
  void onlyTheCommandTerminatesTheProcess() {
    ArchitectureRules.onlyTheCommandTerminatesTheProcess().check(SYNOD);
  }

  @Test
  void noPackageIsSplitOverTwoModules() {
    Map<String, Set<String>> homes = new HashMap<>();
    for (JavaClass type : SYNOD) {
      String home = type.getSource().orElseThrow().getUri().toString();
      String path = type.getName().replace('.', '/') + ".class";
      homes
          .computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>())
          .add(home.substring(0, home.length() - path.length()));
    }

    assertThat(homes).isNotEmpty().allSatisfy((_, places) -> assertThat(places).hasSize(1));
  }
}
