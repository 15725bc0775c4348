package io.synod.cli;

/** What the launcher has the JVM do once after a build, so that it remembers the classes. */
final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] arguments) {
    Synod.commandLine().execute("--help");
  }
}
