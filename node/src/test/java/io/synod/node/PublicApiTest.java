package io.synod.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users see, as it is written down in {@code src/test/api/io.synod.node.txt}. A change of it
 * is a change of that file, so that it is seen in review; {@code -Dapi.write=true} writes it.
 */
class PublicApiTest {

  private static final Path CLASSES = Path.of("target/classes/io/synod/node");
  private static final Path KNOWN = Path.of("src/test/api/io.synod.node.txt");

  private static List<Class<?>> types() throws Exception {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(CLASSES)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.startsWith("package-info")) {
          Class<?> type = Class.forName("io.synod.node." + name.substring(0, name.length() - 6));
          if (isVisible(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  private static String describe(Class<?> type) {
    TreeSet<String> members = new TreeSet<>();
    Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .filter(member -> !member.isSynthetic() && isVisible(member.getModifiers()))
        .map(PublicApiTest::describe)
        .forEach(members::add);
    for (Field field : type.getDeclaredFields()) {
      if (!field.isSynthetic() && isVisible(field.getModifiers())) {
        members.add(field.toGenericString());
      }
    }
    StringBuilder text = new StringBuilder(type.toGenericString()).append('\n');
    members.forEach(member -> text.append("  ").append(member).append('\n'));
    return text.toString();
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String describe(Executable member) {
    return switch (member) {
      case Method method -> method.toGenericString();
      case Constructor<?> constructor -> constructor.toGenericString();
    };
  }

  private static String api() throws Exception {
    StringBuilder text = new StringBuilder();
    for (Class<?> type : types()) {
      text.append(describe(type)).append('\n');
    }
    return text.toString();
  }

  @Test
  void thePublicApiIsTheOneThatIsWrittenDown() throws Exception {
    if (Boolean.getBoolean("api.write")) {
      Files.createDirectories(KNOWN.getParent());
      Files.writeString(KNOWN, api());
    }
    assertThat(api()).isEqualTo(Files.readString(KNOWN));
  }

  @Test
  void nothingThatUsersSeeNamesATypeThatTheyDoNotSee() throws Exception {
    assertThat(api()).doesNotContainPattern("io\\.synod\\.(core|node\\.[a-z])");
  }
}
