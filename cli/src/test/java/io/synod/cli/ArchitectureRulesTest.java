package io.synod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules refuse what they are there to refuse: small classes, each of which breaks one. */
final class ArchitectureRulesTest {

  private static final JavaClasses SAMPLES =
      new ClassFileImporter()
          .importPackages(
              "io.synod.core.sample",
              "io.synod.sim.sample",
              "io.synod.node.sample",
              "io.synod.elsewhere");

  /** Each of these classes is named among the violations. */
  private static void refuses(ArchRule rule, String outer, List<String> samples) {
    List<String> violations = rule.evaluate(SAMPLES).getFailureReport().getDetails();
    for (String sample : samples) {
      assertThat(violations)
          .as("%s: %s", rule.getDescription(), sample)
          .anySatisfy(detail -> assertThat(detail).contains("io.synod." + outer + sample));
    }
  }

  @Test
  void anArrowThatTheDesignDoesNotHaveIsRefused() {
    Map<String, List<String>> arrows =
        Map.of(
            "core", List.of("ToSim", "ToNode"),
            "sim", List.of("ToNode", "ToMembers"),
            "node", List.of("ToStore", "ToSim"));
    arrows.forEach((module, samples) ->
        refuses(
            ArchitectureRules.usesOnlyWhatItsArrowsName(module),
            module + ".sample.Arrows$",
            samples));
  }

  @Test
  void aClassOutsideOfTheModulesIsRefused() {
    refuses(ArchitectureRules.livesInAModuleOfTheDesign(), "elsewhere.", List.of("Lost"));
  }

  @Test
  void coreAndSimAreRefusedMoreThanThePlainJdk() {
    refuses(
        ArchitectureRules.usesNothingButThePlainJdk("core"),
        "core.sample.Arrows$",
        List.of("ToFiles"));
    refuses(
        ArchitectureRules.usesNothingButThePlainJdk("sim"),
        "sim.sample.Arrows$",
        List.of("ToConcurrency"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim"})
  void clocksChanceAndThreadsAreRefused(String module) {
    refuses(
        ArchitectureRules.knowsNoTypeOfTimeChanceOrThreads(module),
        module + ".sample.Unrepeatable$",
        List.of("Dice", "Name", "Beginner"));
    refuses(
        ArchitectureRules.asksTheSystemForNothing(module),
        module + ".sample.Unrepeatable$",
        List.of("Clock", "Stopwatch", "Coin", "Printer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim"})
  void collectionsInTheOrderOfHashesAreRefused(String module) {
    refuses(
        ArchitectureRules.makesNoCollectionInTheOrderOfHashes(module),
        module + ".sample.Unrepeatable$",
        List.of("HashedMap", "HashedSet", "SetOfFew", "Collector", "Identity"));
  }

  @Test
  void whatThePageDoesOtherwiseIsRefused() {
    refuses(
        ArchitectureRules.callsNothingThatThePageDoesOtherwise("sim"),
        "sim.sample.Otherwise$",
        List.of("LeavesTheQueue", "WalksTheDeque", "ClearsAView"));
  }

  @Test
  void nodeIsRefusedKeysAndHttp() {
    refuses(
        ArchitectureRules.nodeKnowsNeitherKeysNorEtcdNorHttp(),
        "node.sample.Arrows$",
        List.of("ToRocks", "ToHttp"));
  }

  @Test
  void nodeMayNotEndTheProcess() {
    refuses(
        ArchitectureRules.onlyTheCommandTerminatesTheProcess(),
        "node.sample.Arrows$",
        List.of("Exit"));
  }
}
