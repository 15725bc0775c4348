package io.synod.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between the modules: an arrow that is not listed here may not be used. */
final class ArchitectureTest {
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "core", List.of(),
          "sim", List.of("core"),
          "node", List.of("core"),
          "store", List.of("node", "core"),
          "members", List.of("store", "node", "sim", "core"),
          "server", List.of("store", "node", "core"),
          "cli", List.of("server", "members", "store", "node", "sim", "core"));

  /** Breaks classes as they load: a tool of the JVM, which does not go into the page. */
  private static final String TOOL = "io.synod.sim.broken..";

  private static final String HASHED =
      "java\\.util\\.(Hash|IdentityHash|WeakHash)(Map|Set)\\.<init>.*"
          + "|java\\.util\\.(Map|Set)\\.(of|ofEntries|copyOf)\\(.*"
          + "|java\\.util\\.stream\\.Collectors\\.(to(Unmodifiable)?(Set|Map)|groupingBy)\\(.*"
          + "|java\\.lang\\.System\\.identityHashCode\\(.*";

  private static final JavaClasses SYNOD =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.synod");

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim", "node", "store", "members", "server", "cli"})
  void everyModuleUsesOnlyTheModulesThatItsArrowsName(String module) {
    String[] refused =
        ARROWS.keySet().stream()
            .filter(other -> !other.equals(module))
            .filter(other -> !ARROWS.getOrDefault(module, List.of()).contains(other))
            .map(ArchitectureTest::room)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(room(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(refused)
        .check(SYNOD);
  }

  @Test
  void everyClassLivesInAModuleOfTheDesign() {
    String[] rooms = ARROWS.keySet().stream().map(ArchitectureTest::room).toArray(String[]::new);

    classes().should().resideInAnyPackage(rooms).check(SYNOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim"})
  void coreAndSimUseNothingButThePlainJdk(String module) {
    classes()
        .that(resideInAPackage(room(module)).and(not(resideInAPackage(TOOL))))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                room(module),
                room("core"),
                "java.lang",
                "java.lang.annotation",
                "java.lang.invoke",
                "java.lang.runtime",
                "java.util",
                "java.util.function",
                "java.util.stream",
                "org.jspecify.annotations",
                "com.google.errorprone.annotations"))
        .check(SYNOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "sim"})
  void coreAndSimLookUpNeitherTimeNorChanceNorThreads(String module) {
    noClasses()
        .that(resideInAPackage(room(module)).and(not(resideInAPackage(TOOL))))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.(Thread|ThreadLocal|Process|Runtime|ClassLoader)(\\$.*)?"
                + "|java\\.util\\.(Random|SplittableRandom|UUID|Date|Timer|Calendar|Scanner)(\\$.*)?")
        .check(SYNOD);
    noClasses()
        .that()
        .resideInAPackage(room(module))
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(SYNOD);
  }

  /** Those of LinkedHashMap and TreeMap have an order that a replay repeats. */
  @ParameterizedTest
  @ValueSource(strings = {"core", "sim"})
  void coreAndSimMakeNoCollectionThatIteratesInTheOrderOfHashes(String module) {
    noClasses()
        .that()
        .resideInAPackage(room(module))
        .should()
        .accessTargetWhere(
            describe(
                "the target's order is that of hashes",
                (JavaAccess<?> access) -> access.getTarget().getFullName().matches(HASHED)))
        .check(SYNOD);
  }

  @Test
  void nodeKnowsNeitherKeysNorEtcdNorHttp() {
    noClasses()
        .that()
        .resideInAPackage(room("node"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "io.grpc..", "com.linecorp..", "io.netty.handler.codec.http..", "org.rocksdb.."))
        .check(SYNOD);
  }

  @Test
  void onlyTheCommandTerminatesTheProcess() {
    noClasses()
        .that(not(resideInAnyPackage(room("cli"), room("server"))))
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(SYNOD);
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

  private static String room(String module) {
    return "io.synod." + module + "..";
  }
}
