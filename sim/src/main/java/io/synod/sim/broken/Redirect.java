package io.synod.sim.broken;

/**
 * One change of one class: where it calls a method, it calls a mistake instead, with the receiver
 * and the same arguments.
 *
 * @param in the class to change, without {@code io.synod.}
 * @param method the method of that class to change, or empty for all
 * @param call the called method, as {@code Class.name} with the simple name of its class
 * @param mistake the name of the method of the workshop's mistakes to call instead
 */
public record Redirect(String in, String method, String call, String mistake) {

  /** Whether it concerns a class, given by its full name. */
  boolean concerns(String className) {
    return className.equals("io.synod." + in);
  }
}
