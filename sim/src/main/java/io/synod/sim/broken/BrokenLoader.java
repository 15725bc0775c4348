package io.synod.sim.broken;

import java.io.IOException;
import java.io.InputStream;
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
    return new Rewriting(workshop.mistakes(), this)
        .rewrite(
            whole,
            mine,
            (redirect, mistake) -> {
              found.add(redirect.toString());
              return (code, _) ->
                  code.invokestatic(mistake.owner(), mistake.name(), mistake.type());
            });
  }
}
