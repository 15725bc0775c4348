package io.synod.explorer;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The page's engine with its switches for broken rules, on the JVM. */
final class WovenPage {

  /** Where the build has put the classes that are compiled for the page. */
  private static final Path WOVEN = Path.of("target/woven").toAbsolutePath();

  private final Class<?> page;

  private WovenPage(Class<?> page) {
    this.page = page;
  }

  static WovenPage load() {
    try {
      return new WovenPage(new Woven().loadClass(Page.class.getName()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loads Synod's classes anew, and the woven ones in place of what they were made from. */
  private static final class Woven extends ClassLoader {

    Woven() {
      super(WovenPage.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        return name.startsWith("io.synod.") ? define(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      byte[] bytes = bytes(name.replace('.', '/') + ".class");
      return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] bytes(String path) throws ClassNotFoundException {
      Path woven = WOVEN.resolve(path);
      try (InputStream original = getParent().getResourceAsStream(path)) {
        return Files.exists(woven)
            ? Files.readAllBytes(woven)
            : Objects.requireNonNull(original, path).readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(path, e);
      }
    }
  }

  private String call(String method, String... arguments) {
    try {
      Class<?>[] types = new Class<?>[arguments.length];
      for (int i = 0; i < types.length; i++) {
        types[i] = String.class;
      }
      Method found = page.getMethod(method, types);
      String answer = String.valueOf(found.invoke(null, (Object[]) arguments));
      if (answer.startsWith("{\"error\"")) {
        throw new AssertionError(String.join(", ", arguments) + ": " + answer);
      }
      return answer;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  void begin(String setting) {
    call("load", setting, "");
  }

  void play(String line) {
    call("play", line);
  }

  boolean holds(String claim) {
    return Boolean.parseBoolean(call("claim", claim));
  }

  String transcript() {
    return call("transcript");
  }
}
