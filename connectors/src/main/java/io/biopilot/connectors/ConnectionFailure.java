package io.biopilot.connectors;

import org.jspecify.annotations.Nullable;

/** Why an attempt to connect failed, in words for the user; {@link Connector#open} ends in it. */
public final class ConnectionFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  private ConnectionFailure(String message, boolean permanent, @Nullable Throwable cause) {
    super(message, cause);
    this.permanent = permanent;
  }

  /** Trying again will not help until somebody changes something. */
  public static ConnectionFailure permanent(String message, Throwable cause) {
    return new ConnectionFailure(message, true, cause);
  }

  public static ConnectionFailure permanent(String message) {
    return new ConnectionFailure(message, true, null);
  }

  public static ConnectionFailure passing(String message, Throwable cause) {
    return new ConnectionFailure(message, false, cause);
  }

  public boolean isPermanent() {
    return permanent;
  }

  /** What went wrong, never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
