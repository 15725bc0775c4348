package io.synod.sim.broken;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Loads the code of a simulation once more, with some calls redirected to mistakes. What it changed
 * it counts, so that a mistake that has lost its place in the code is noticed.
 */
final class BrokenLoader extends ClassLoader {

  private final Workshop workshop;
  private final List<Redirect> redirects;
  private final TreeSet<String> found = new TreeSet<>();

  BrokenLoader(Workshop workshop, List<Redirect> redirects) {
    super(workshop.mistakes().getFirst().getClassLoader());
    this.workshop = workshop;
    this.redirects = redirects;
  }

  /** Whether every redirect found a call to redirect in the classes loaded so far. */
  Optional<Redirect> unused() {
    return redirects.stream().filter(any -> !found.contains(any.toString())).findFirst();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!workshop.isOurs(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = broken(name, in.readAllBytes());
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] broken(String name, byte[] whole) {
    List<Redirect> mine = redirects.stream().filter(any -> any.concerns(name)).toList();
    if (mine.isEmpty()) {
      return whole;
    }
    ClassFile file =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                java.lang.classfile.ClassHierarchyResolver.ofResourceParsing(this)));
    ClassModel model = file.parse(whole);
    ClassTransform transform = ClassTransform.ACCEPT_ALL;
    for (Redirect redirect : mine) {
      transform =
          transform.andThen(
              ClassTransform.transformingMethodBodies(
                  method ->
                      redirect.method().isEmpty()
                          || method.methodName().equalsString(redirect.method()),
                  calls(redirect)));
    }
    return file.transformClass(model, transform);
  }

  private CodeTransform calls(Redirect redirect) {
    Method mistake = mistake(redirect.mistake());
    ClassDesc owner = ClassDesc.of(mistake.getDeclaringClass().getName());
    MethodTypeDesc type = typeOf(mistake);
    return (code, element) -> {
      if (element instanceof InvokeInstruction call && names(redirect, call)) {
        found.add(redirect.toString());
        code.invokestatic(owner, redirect.mistake(), type);
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

  private Method mistake(String name) {
    for (Class<?> mistakes : workshop.mistakes()) {
      for (Method method : mistakes.getDeclaredMethods()) {
        if (method.getName().equals(name)) {
          return method;
        }
      }
    }
    throw new IllegalArgumentException("There is no mistake named " + name + ".");
  }

  private static MethodTypeDesc typeOf(Method method) {
    return MethodTypeDesc.ofDescriptor(
        java.lang.invoke.MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .toMethodDescriptorString());
  }
}
