package io.synod.elsewhere;

/** Lives in no module. */
public final class Lost {

  private Lost() {}
}
