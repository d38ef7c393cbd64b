package io.biopilot.agent.cli;

/**
 * Something the user can mend: the message names the file and place, the value, what was expected
 * and what to do. Shown without a stack trace; exit code 2.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserError(String message) {
    super(message);
  }

  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
