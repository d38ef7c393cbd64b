package io.biopilot.mpc.problem.yaml;

import java.util.List;

/** A goal file that cannot be used, with everything that is wrong in it, one line each. */
public final class GoalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GoalException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
