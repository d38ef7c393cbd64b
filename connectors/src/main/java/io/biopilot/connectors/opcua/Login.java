package io.biopilot.connectors.opcua;

import java.util.function.Supplier;

/** Who logs in at the server. */
public sealed interface Login {

  /**
   * A user with a password, which never travels unencrypted.
   *
   * @param password gives a fresh array at each connection (read from a file or the environment by
   *     the caller); it is overwritten after use
   */
  record Password(String user, Supplier<char[]> password) implements Login {
    @Override
    public String toString() {
      return "user " + user;
    }
  }

  /** Nobody: only where the configuration asks for it. */
  record Anonymous() implements Login {}
}
