package io.synod.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** What holds between and within the modules. */
final class ArchitectureRules {

  /** An arrow that is not listed here may not be used. */
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "core", List.of(),
          "sim", List.of("core"),
          "explorer", List.of("sim", "core"),
          "node", List.of("core"),
          "store", List.of("node", "core"),
          "members", List.of("store", "node", "sim", "core"),
          "server", List.of("store", "node", "explorer", "core"),
          "examples", List.of("node"),
          "cli", List.of("server", "members", "store", "node", "explorer", "sim", "core"));

  /** Breaks classes as they load: a tool of the JVM, which does not go into the page. */
  private static final String TOOL = "io.synod.sim.broken..";

  private static final String HASHED =
      "java\\.util\\.(Hash|IdentityHash|WeakHash)(Map|Set)\\.<init>.*"
          + "|java\\.util\\.(Map|Set)\\.(of|ofEntries|copyOf)\\(.*"
          + "|java\\.util\\.stream\\.Collectors\\.(to(Unmodifiable)?(Set|Map)|groupingBy)\\(.*"
          + "|java\\.lang\\.System\\.identityHashCode\\(.*";

  /**
   * What TeaVM does otherwise than the JDK: taking from the midst of an ArrayDeque skips others,
   * and clearing a view of a sorted collection clears all of it.
   */
  private static final String OTHERWISE_ON_THE_PAGE =
      "java\\.util\\.(ArrayDeque|Deque|Queue)\\.(iterator|removeIf|removeAll|retainAll)\\(.*"
          + "|java\\.util\\.(Tree|Sorted|Navigable)(Map|Set)\\.(head|tail|sub)(Map|Set)\\(.*";

  private ArchitectureRules() {}

  static ArchRule usesOnlyWhatItsArrowsName(String module) {
    String[] refused =
        ARROWS.keySet().stream()
            .filter(other -> !other.equals(module))
            .filter(other -> !ARROWS.getOrDefault(module, List.of()).contains(other))
            .map(ArchitectureRules::room)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(room(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(refused);
  }

  static ArchRule livesInAModuleOfTheDesign() {
    return classes()
        .should()
        .resideInAnyPackage(
            ARROWS.keySet().stream().map(ArchitectureRules::room).toArray(String[]::new));
  }

  static ArchRule usesNothingButThePlainJdk(String module) {
    return classes()
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
                "com.google.errorprone.annotations"));
  }

  static ArchRule knowsNoTypeOfTimeChanceOrThreads(String module) {
    return noClasses()
        .that(resideInAPackage(room(module)).and(not(resideInAPackage(TOOL))))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.(Thread|ThreadLocal|Process|Runtime|ClassLoader)(\\$.*)?"
                + "|java\\.util\\.(Random|SplittableRandom|UUID|Date|Timer|Calendar|Scanner)(\\$.*)?");
  }

  static ArchRule asksTheSystemForNothing(String module) {
    return noClasses()
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
        .accessField(System.class, "err");
  }

  /** Those of LinkedHashMap and TreeMap have an order that a replay repeats. */
  static ArchRule makesNoCollectionInTheOrderOfHashes(String module) {
    return noClasses()
        .that()
        .resideInAPackage(room(module))
        .should()
        .accessTargetWhere(
            describe(
                "the target's order is that of hashes",
                (JavaAccess<?> access) -> access.getTarget().getFullName().matches(HASHED)));
  }

  static ArchRule callsNothingThatThePageDoesOtherwise(String module) {
    return noClasses()
        .that(resideInAPackage(room(module)).and(not(resideInAPackage(TOOL))))
        .should()
        .accessTargetWhere(
            describe(
                "the target does something else as JavaScript",
                (JavaAccess<?> access) ->
                    access.getTarget().getFullName().matches(OTHERWISE_ON_THE_PAGE)));
  }

  static ArchRule nodeKnowsNeitherKeysNorEtcdNorHttp() {
    return noClasses()
        .that()
        .resideInAPackage(room("node"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "io.grpc..", "com.linecorp..", "io.netty.handler.codec.http..", "org.rocksdb.."));
  }

  static ArchRule onlyTheCommandTerminatesTheProcess() {
    return noClasses()
        .that(not(resideInAnyPackage(room("cli"), room("server"))))
        .should()
        .callMethod(System.class, "exit", int.class);
  }

  private static String room(String module) {
    return "io.synod." + module + "..";
  }
}
