package io.biopilot.twin.ode;

/**
 * Solves initial value problems. An immutable value; any number of threads may share it, each with
 * its own {@link Workspace}.
 *
 * <pre>{@code
 * Integrator integrator = Integrator.of(new Tsit5(), Tolerance.of(1e-6, 1e-9));
 * Solution solution = integrator.solve(
 *     InitialValueProblem.of(field, 0.0, Vec.of(1.0), 10.0), SaveAt.times(2.0, 5.0));
 * if (solution.outcome().usable()) { … solution.states().get(1) … }
 * }</pre>
 *
 * @param method how a step is made
 * @param control how big it is
 * @param tolerance what it may get wrong
 * @param maxSteps limit on attempted steps of one solve
 */
public record Integrator(Method method, StepControl control, Tolerance tolerance, int maxSteps) {

  private static final int DEFAULT_MAX_STEPS = 100_000;

  public Integrator {
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps must be at least 1, got " + maxSteps);
    }
    if (!method.adaptive() && !control.limits().fixed()) {
      throw new IllegalArgumentException(
          "%s has no error estimate: give StepControl.fixed(step)".formatted(method.name()));
    }
  }

  /** PI control and at most 100 000 steps. */
  public static Integrator of(Method method, Tolerance tolerance) {
    return new Integrator(method, StepControl.pi(), tolerance, DEFAULT_MAX_STEPS);
  }

  /** Equal steps without error control. */
  public static Integrator fixed(Method method, double step) {
    return new Integrator(
        method, StepControl.fixed(step), Tolerance.of(1e-6, 1e-9), Integer.MAX_VALUE);
  }

  /** The arrays for solving problems of the given dimension with this integrator, one thread. */
  public Workspace workspace(int dimension) {
    return new Workspace(this, dimension);
  }

  /** Solves and keeps what is asked for; see the outcome before using the states. */
  public Solution solve(InitialValueProblem problem, SaveAt saveAt) {
    Workspace workspace = workspace(problem.field().dimension());
    Recorder recorder = new Recorder(problem, saveAt);
    Outcome outcome = solveInto(problem, saveAt, recorder, workspace);
    return recorder.toSolution(outcome, workspace);
  }

  /**
   * Solves; everything is reported to the listener, the end is in the workspace. Allocates nothing
   * that grows with the number of steps.
   */
  public Outcome solveInto(
      InitialValueProblem problem, SaveAt saveAt, StepListener listener, Workspace workspace) {
    return workspace.run(this, problem, saveAt, listener);
  }
}
