package io.synod.sim.broken;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

/** Finds the calls that redirects name, and has something else written in their place. */
final class Rewriting {

  /** A mistake's method. */
  record Target(ClassDesc owner, String name, MethodTypeDesc type) {}

  /** Writes what stands in the place of a call. */
  @FunctionalInterface
  interface Replacement {
    void write(CodeBuilder code, InvokeInstruction call);
  }

  /**
   * Says what stands in the place of a call that a redirect names; is asked for every such call.
   */
  @FunctionalInterface
  interface Editor {
    Replacement replace(Redirect redirect, Target mistake);
  }

  private final List<Class<?>> mistakes;
  private final ClassFile file;

  /**
   * A rewriting.
   *
   * @param mistakes where the mistakes' methods are
   * @param loader where the classes are found that the code speaks of
   */
  Rewriting(List<Class<?>> mistakes, ClassLoader loader) {
    this.mistakes = mistakes;
    this.file =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader)));
  }

  /** The class with the calls replaced that these redirects name. */
  byte[] rewrite(byte[] whole, List<Redirect> redirects, Editor editor) {
    ClassModel model = file.parse(whole);
    ClassTransform transform = ClassTransform.ACCEPT_ALL;
    for (Redirect redirect : redirects) {
      transform =
          transform.andThen(
              ClassTransform.transformingMethodBodies(
                  method ->
                      redirect.method().isEmpty()
                          || method.methodName().equalsString(redirect.method()),
                  calls(redirect, editor)));
    }
    return file.transformClass(model, transform);
  }

  private CodeTransform calls(Redirect redirect, Editor editor) {
    Target mistake = target(redirect.mistake());
    return (code, element) -> {
      if (element instanceof InvokeInstruction call && names(redirect, call)) {
        editor.replace(redirect, mistake).write(code, call);
      } else {
        code.with(element);
      }
    };
  }

  private static boolean names(Redirect redirect, InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    String simple = owner.substring(Math.max(owner.lastIndexOf('/'), owner.lastIndexOf('$')) + 1);
    return redirect.call().equals(simple + "." + call.name().stringValue());
  }

  private Target target(String name) {
    for (Class<?> some : mistakes) {
      for (Method method : some.getDeclaredMethods()) {
        if (method.getName().equals(name)) {
          MethodType type =
              MethodType.methodType(method.getReturnType(), method.getParameterTypes());
          return new Target(
              ClassDesc.of(some.getName()),
              name,
              MethodTypeDesc.ofDescriptor(type.toMethodDescriptorString()));
        }
      }
    }
    throw new IllegalArgumentException("There is no mistake named " + name + ".");
  }
}
