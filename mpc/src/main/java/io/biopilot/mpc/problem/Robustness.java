package io.biopilot.mpc.problem;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a plan must hold for besides the model as it stands. */
public sealed interface Robustness {

  /** Besides the model as it stands, which comes first everywhere. */
  List<Scenario> scenarios();

  /** For the model as it stands only. */
  record None() implements Robustness {
    @Override
    public List<Scenario> scenarios() {
      return List.of();
    }
  }

  /**
   * Every scenario keeps every limit; the first moves are common, later ones each scenario's own.
   *
   * @param nominal weight of the model as it stands, positive
   * @param horizon number of common moves; {@link #ALL} for one plan that holds for all
   */
  record Tree(List<Scenario> scenarios, double nominal, int horizon) implements Robustness {

    /** All moves are common. */
    public static final int ALL = Integer.MAX_VALUE;

    public Tree {
      scenarios = checked(scenarios);
      if (!(nominal > 0.0) || Double.isInfinite(nominal) || horizon < 1) {
        throw new IllegalArgumentException(
            "the model's own weight (%s) must be positive, the common moves (%d) at least 1"
                .formatted(nominal, horizon));
      }
    }

    /** Whether later moves may differ between the scenarios. */
    public boolean branches() {
      return horizon < ALL;
    }
  }

  /**
   * One plan for the model as it stands, with limits tightened by what the scenarios would make of
   * it. Weights do not matter.
   *
   * @param rounds most plans with tightened limits
   */
  record Tightened(List<Scenario> scenarios, int rounds) implements Robustness {
    public Tightened {
      scenarios = checked(scenarios);
      if (rounds < 1) {
        throw new IllegalArgumentException(
            "tightening needs at least one round, not %d".formatted(rounds));
      }
    }
  }

  private static List<Scenario> checked(List<Scenario> scenarios) {
    if (scenarios.isEmpty()) {
      throw new IllegalArgumentException("a robust plan needs a scenario besides the model itself");
    }
    Set<String> names = new HashSet<>();
    for (Scenario scenario : scenarios) {
      if (!names.add(scenario.name())) {
        throw new IllegalArgumentException(
            "two scenarios are called %s".formatted(scenario.name()));
      }
    }
    return List.copyOf(scenarios);
  }
}
