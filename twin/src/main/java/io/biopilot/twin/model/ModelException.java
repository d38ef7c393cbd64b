package io.biopilot.twin.model;

import java.util.List;
import java.util.stream.Collectors;

/** A declaration that cannot be made a model, with everything that was found wrong. */
public final class ModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param place where
   * @param message the value, what was expected, and what to do
   */
  public record Problem(Place place, String message) {
    @Override
    public String toString() {
      return place + ": " + message;
    }
  }

  public ModelException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
