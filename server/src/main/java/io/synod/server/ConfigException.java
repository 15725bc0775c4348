package io.synod.server;

/**
 * What a person asked for cannot be: the message is one sentence for them, naming the flag and the
 * remedy.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1;

  ConfigException(String message) {
    super(message);
  }
}
