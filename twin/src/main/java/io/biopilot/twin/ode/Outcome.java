package io.biopilot.twin.ode;

/** How an integration ended. */
public sealed interface Outcome {

  /** Time up to which the solution is valid. */
  double time();

  /** Whether the solution can be used: the end or a terminal event was reached. */
  default boolean usable() {
    return false;
  }

  /** For people. */
  String describe();

  /** The end was reached. */
  record Reached(double time) implements Outcome {
    @Override
    public boolean usable() {
      return true;
    }

    @Override
    public String describe() {
      return "reached t = " + time;
    }
  }

  /** A terminal event came before the end; event is its index in the problem. */
  record Terminated(double time, int event) implements Outcome {
    @Override
    public boolean usable() {
      return true;
    }

    @Override
    public String describe() {
      return "event %d ended the integration at t = %s".formatted(event, time);
    }
  }

  /** No step above the rounding of t satisfies the tolerance. */
  record StepTooSmall(double time, double step) implements Outcome {
    @Override
    public String describe() {
      return "the step fell to %s at t = %s: the solution is singular there, or the problem is stiff for this method"
          .formatted(step, time);
    }
  }

  /** The limit on attempted steps was reached. */
  record TooManySteps(double time, int steps) implements Outcome {
    @Override
    public String describe() {
      return "%d steps were not enough, t = %s; use a looser tolerance, or a stiff method if the problem is stiff"
          .formatted(steps, time);
    }
  }

  /** The field is not finite at the solution, however short the step. */
  record NotFinite(double time) implements Outcome {
    @Override
    public String describe() {
      return "the right-hand side is not finite near t = " + time;
    }
  }

  /** A bounded state falls below its bound by more than the tolerance, however short the step. */
  record LeftDomain(double time, int component, double value) implements Outcome {
    @Override
    public String describe() {
      return "state %d goes below its lower bound (to %s) after t = %s, however short the step: the right-hand side drives it out"
          .formatted(component, value, time);
    }
  }
}
