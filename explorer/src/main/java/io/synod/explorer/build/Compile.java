package io.synod.explorer.build;

import io.synod.explorer.Page;
import io.synod.sim.broken.Weaver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.backend.javascript.JSModuleType;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.diagnostics.Problem;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;
import org.teavm.vm.TeaVMOptimizationLevel;

/** Weaves the broken rules into the classes and compiles them. */
final class Compile {

  private Compile() {}

  /**
   * Compiles.
   *
   * @param arguments the directory for the woven classes, and that for the script
   */
  public static void main(String[] arguments) throws Exception {
    Path woven = Path.of(arguments[0]);
    Path out = Path.of(arguments[1]);
    Files.createDirectories(out);
    Weaver.weave(Breakable.mistakes(), (name, bytes) -> write(woven, name, bytes));
    try (URLClassLoader loader = new WovenFirst(woven.toUri().toURL())) {
      TeaVMTool compiler = new TeaVMTool();
      compiler.setClassLoader(loader);
      compiler.setTargetType(TeaVMTargetType.JAVASCRIPT);
      compiler.setJsModuleType(JSModuleType.ES2015);
      compiler.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
      compiler.setObfuscated(true);
      compiler.setTargetDirectory(out.toFile());
      compiler.setTargetFileName("engine.js");
      compiler.setMainClass(Page.class.getName());
      compiler.generate();
      List<Problem> problems = compiler.getProblemProvider().getProblems();
      problems.forEach(Compile::say);
      if (!problems.isEmpty()) {
        throw new IllegalStateException("The page cannot be compiled: see above.");
      }
    }
  }

  private static void say(Problem problem) {
    DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
    problem.render(text);
    System.err.println(text.getText() + " at " + problem.getLocation());
  }

  private static void write(Path directory, String name, byte[] bytes) {
    Path file = directory.resolve(name.replace('.', '/') + ".class");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds a woven class before the class that it was made from. */
  private static final class WovenFirst extends URLClassLoader {

    WovenFirst(URL woven) {
      super(new URL[] {woven}, Compile.class.getClassLoader());
    }

    @Override
    public @Nullable URL getResource(String name) {
      URL mine = findResource(name);
      return mine == null ? super.getResource(name) : mine;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      Enumeration<URL> mine = findResources(name);
      return mine.hasMoreElements() ? mine : super.getResources(name);
    }
  }
}
