package io.synod.sim.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.diagnostics.Problem;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;

/** TeaVM takes what core and sim use of the JDK; what it lacks is a failure that names it. */
final class JavaScriptTest {

  @Test
  void coreAndSimDoTheSameAsJavaScript(@TempDir Path directory) throws Exception {
    TeaVMTool compiler = new TeaVMTool();
    compiler.setClassLoader(JavaScriptTest.class.getClassLoader());
    compiler.setTargetType(TeaVMTargetType.JAVASCRIPT);
    compiler.setTargetDirectory(directory.toFile());
    compiler.setTargetFileName("seeds.js");
    compiler.setMainClass(SomeSeeds.class.getName());
    compiler.generate();

    assertThat(problems(compiler)).isEmpty();
    assertThat(directory.resolve("seeds.js")).isRegularFile();

    assumeTrue(hasNode(), "There is no Node.js here to run what was compiled.");
    Process node =
        new ProcessBuilder("node", "--eval", "require('./seeds.js').main([])")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(node.waitFor()).as(said).isZero();
    assertThat(said).isEqualTo(SomeSeeds.hashes());
  }

  /** What could not be compiled, each with where it is used. */
  private static List<String> problems(TeaVMTool compiler) {
    List<String> problems = new ArrayList<>();
    for (Problem problem : compiler.getProblemProvider().getProblems()) {
      DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
      problem.render(text);
      problems.add(text.getText() + " at " + problem.getLocation());
    }
    return problems;
  }

  private static boolean hasNode() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
  }
}
