package io.biopilot.bench.numeric;

import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Workspace;
import io.biopilot.twin.ode.methods.Rodas5P;

/** One of the stiff problems ready to be solved by Rodas5P, again and again. */
public final class StiffSolve {
  private final Integrator integrator;
  private final InitialValueProblem problem;
  private final Workspace workspace;

  private StiffSolve(StiffProblem problem, double relative) {
    integrator = Integrator.of(new Rodas5P(), problem.tolerance(relative));
    this.problem = problem.problem();
    workspace = integrator.workspace(problem.start().size());
  }

  /** The problem of this name (robertson, hires, vanderpol, pollu) at a relative tolerance. */
  public static StiffSolve of(String name, double relative) {
    return StiffProblem.all().stream()
        .filter(problem -> problem.name().equals(name))
        .findFirst()
        .map(problem -> new StiffSolve(problem, relative))
        .orElseThrow(() -> new IllegalArgumentException("no stiff problem " + name));
  }

  /** Solves to the problem's end. */
  public Outcome run() {
    return integrator.solveInto(problem, SaveAt.end(), StepListener.NONE, workspace);
  }
}
