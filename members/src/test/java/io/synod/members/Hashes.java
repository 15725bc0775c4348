package io.synod.members;

/** The hashes of a few runs, to be compared between JVMs. */
final class Hashes {

  private Hashes() {}

  static String ofSomeSeeds() {
    StringBuilder text = new StringBuilder();
    for (long seed = 1; seed <= 10; seed++) {
      text.append(Long.toHexString(MemberSimulation.run(seed).hash())).append(' ');
    }
    return text.toString().strip();
  }

  /** Prints them. */
  public static void main(String[] arguments) {
    System.out.println(ofSomeSeeds());
  }
}
