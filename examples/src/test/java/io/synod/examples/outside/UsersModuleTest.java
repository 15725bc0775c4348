package io.synod.examples.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.examples.Ports;
import io.synod.node.member.MemberStatus;
import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that is a module sees the public package of the library, and nothing behind it. */
@Timeout(120)
class UsersModuleTest {

  private static final String DESCRIPTOR = "module com.example { requires io.synod.node; }";

  private static final String THREE_MEMBERS =
      """
      package com.example;

      import io.synod.node.Member;
      import java.nio.file.Path;
      import java.util.ArrayList;
      import java.util.List;
      import java.util.stream.Stream;

      public final class Three {
        public static void main(String[] args) throws Exception {
          int[] ports = Stream.of(args).mapToInt(Integer::parseInt).toArray();
          List<Member<Counter>> members = new ArrayList<>();
          for (long id = 1; id <= 3; id++) {
            members.add(Member.start(Counters.config(id, Path.of("data"), ports), Counter::new));
          }
          System.out.println(Counters.count(members.getFirst()));
          System.out.println(Member.class.getModule());
          members.parallelStream().forEach(Member::close);
        }
      }
      """;

  private @TempDir Path directory;
  private String libraries = "";

  @BeforeEach
  void gather() throws Exception {
    libraries =
        Libraries.all(directory).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
  }

  /** A program of the page docs/embedding.md, in the package of the module. */
  private static String fromThePage(String name) throws Exception {
    return Files.readString(Path.of("src/main/java/io/synod/examples/embedding", name + ".java"))
        .replaceFirst("(?m)^package .*", "package com.example;");
  }

  private static String peeking(Class<?> type) {
    return "package com.example; interface Peek { %s seen(); }".formatted(type.getName());
  }

  /** Compiles sources, each of which declares what its file is named after; says what is wrong. */
  private String compile(String path, List<String> names, String... sources) throws Exception {
    Path[] files = new Path[names.size()];
    for (int i = 0; i < files.length; i++) {
      files[i] = Files.writeString(directory.resolve(names.get(i) + ".java"), sources[i]);
    }
    StringWriter said = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-Xlint:all", "-d", directory.resolve("classes").toString(), path, libraries);
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean _ =
          compiler
              .getTask(said, manager, null, options, null, manager.getJavaFileObjects(files))
              .call();
    }
    return said.toString();
  }

  @Test
  void threeMembersRunInAModuleThatRequiresTheLibrary() throws Exception {
    List<String> names = List.of("module-info", "Counter", "Counters", "Three");
    String said =
        compile(
            "--module-path",
            names,
            DESCRIPTOR,
            fromThePage("Counter"),
            fromThePage("Counters"),
            THREE_MEMBERS);
    assertThat(said).isEmpty();

    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String modules = libraries + File.pathSeparator + directory.resolve("classes");
    List<String> start =
        List.of(
            java.toString(),
            "--add-modules=ALL-MODULE-PATH",
            "--enable-native-access=io.netty.common",
            "--module-path=" + modules,
            "--module=com.example/com.example.Three");
    List<String> ports = Arrays.stream(Ports.free(3)).mapToObj(String::valueOf).toList();
    Process program =
        new ProcessBuilder(Stream.of(start, ports).flatMap(List::stream).toList())
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> printed = program.inputReader().readAllLines();
    assertThat(program.waitFor()).isZero();
    assertThat(printed).first().isEqualTo("counted: 1, read: 1");
    assertThat(printed).last().asString().startsWith("module io.synod.node");
  }

  @ParameterizedTest
  @ValueSource(classes = {MemberStatus.class, Ballot.class})
  void whatTheLibraryStandsOnIsNotVisible(Class<?> type) throws Exception {
    List<String> names = List.of("module-info", "Peek");
    assertThat(compile("--module-path", names, DESCRIPTOR, peeking(type)))
        .contains("package " + type.getPackageName() + " is not visible");
    assertThat(compile("--class-path", List.of("Peek"), peeking(type))).isEmpty();
  }
}
