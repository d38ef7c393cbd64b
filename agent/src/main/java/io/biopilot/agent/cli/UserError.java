package io.biopilot.agent.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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

  /** What went wrong, in words: Java's own messages about files are mere paths. */
  static UserError of(Exception problem) {
    if (!(problem instanceof FileSystemException file) || file.getReason() != null) {
      return new UserError(String.valueOf(problem.getMessage()), problem);
    }
    String path = file.getFile();
    String words =
        problem instanceof AccessDeniedException
            ? path + " may not be read or written by this user; give another folder or file"
            : problem instanceof NoSuchFileException
                ? path + " does not exist"
                : problem instanceof FileAlreadyExistsException
                    ? path + " is in the way: a folder is needed there, or another name"
                    : "%s: %s".formatted(path, problem.getClass().getSimpleName());
    return new UserError(words, problem);
  }
}
