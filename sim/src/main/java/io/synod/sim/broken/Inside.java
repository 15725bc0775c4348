package io.synod.sim.broken;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** What mistakes reach of objects that keep it to themselves. */
public final class Inside {

  private Inside() {}

  /** Calls the method of that name. */
  public static Object call(Object object, String name, Object... arguments) {
    try {
      for (Method method : object.getClass().getDeclaredMethods()) {
        if (method.getName().equals(name)) {
          method.setAccessible(true);
          return method.invoke(object, arguments);
        }
      }
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException inner) {
        throw inner;
      }
      throw new IllegalStateException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException(object.getClass() + " has no " + name + " any more.");
  }

  /** Reads a field. */
  public static <T> T field(Object object, String name, Class<T> type) {
    try {
      var field = object.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(object));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(object.getClass() + " has changed: " + e, e);
    }
  }
}
