package io.synod.sim.broken;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Puts mistakes into classes behind switches: where a mistake has its place, the woven code asks
 * {@link Switches} whether to make it. So one set of classes serves every broken rule.
 */
public final class Weaver {

  private static final ClassDesc SWITCHES = ClassDesc.of(Switches.class.getName());
  private static final MethodTypeDesc IS_ON =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int);

  private Weaver() {}

  /**
   * Weaves mistakes into the classes that they concern.
   *
   * @param mistakes a mistake's place is the number of its switch
   * @param take takes the name and the bytes of every woven class
   * @throws IllegalStateException if a mistake has lost its place in the code
   */
  public static void weave(List<Mistake> mistakes, BiConsumer<String, byte[]> take) {
    Map<String, List<Redirect>> byClass = new LinkedHashMap<>();
    Map<Redirect, Integer> switches = new LinkedHashMap<>();
    for (int number = 0; number < mistakes.size(); number++) {
      for (Redirect redirect : mistakes.get(number).redirects()) {
        byClass.computeIfAbsent("io.synod." + redirect.in(), _ -> new ArrayList<>()).add(redirect);
        switches.put(redirect, number);
      }
    }
    Rewriting rewriting = new Rewriting(Workshop.cores().mistakes(), Weaver.class.getClassLoader());
    byClass.forEach((name, redirects) -> {
      List<Redirect> unused = new ArrayList<>(redirects);
      byte[] woven =
          rewriting.rewrite(
              original(name),
              redirects,
              (redirect, mistake) -> {
                unused.remove(redirect);
                return (code, call) ->
                    branch(code, call, mistake, switches.getOrDefault(redirect, 0));
              });
      if (!unused.isEmpty()) {
        throw new IllegalStateException("There is no place in the code any more for " + unused);
      }
      take.accept(name, woven);
    });
  }

  private static byte[] original(String name) {
    String path = name.replace('.', '/') + ".class";
    try (InputStream in = Weaver.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("There is no class " + name + ".");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The arguments are on the stack already, and either call takes them. */
  private static void branch(
      CodeBuilder code, InvokeInstruction call, Rewriting.Target mistake, int number) {
    Label right = code.newLabel();
    Label end = code.newLabel();
    code.loadConstant(number)
        .invokestatic(SWITCHES, "isOn", IS_ON)
        .branch(Opcode.IFEQ, right)
        .invokestatic(mistake.owner(), mistake.name(), mistake.type())
        .goto_(end)
        .labelBinding(right)
        .with(call)
        .labelBinding(end);
  }
}
