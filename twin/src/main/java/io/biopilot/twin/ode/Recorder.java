package io.biopilot.twin.ode;

import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a {@link SaveAt} asks for. */
final class Recorder implements StepListener {

  private final InitialValueProblem problem;
  private final SaveAt saveAt;
  private final List<Double> times = new ArrayList<>();
  private final List<Vec> states = new ArrayList<>();
  private final List<Solution.Happening> happenings = new ArrayList<>();
  private final List<Trajectory.Piece> pieces = new ArrayList<>();

  Recorder(InitialValueProblem problem, SaveAt saveAt) {
    this.problem = problem;
    this.saveAt = saveAt;
    if (saveAt.steps()) {
      keep(problem.start(), problem.initial());
    }
  }

  private void keep(double t, Vec y) {
    times.add(t);
    states.add(y);
  }

  @Override
  public void accepted(Step step) {
    if (saveAt.steps()) {
      keep(step.end(), Vec.of(step.after()));
    }
    if (saveAt.dense()) {
      double[][] c = new double[step.denseDegree() + 1][step.before().length];
      step.denseInto(c);
      List<Vec> coefficients = new ArrayList<>();
      for (double[] row : c) {
        coefficients.add(Vec.of(row));
      }
      pieces.add(new Trajectory.Piece(step.start(), step.size(), step.end(), coefficients));
    }
  }

  @Override
  public void jumped(int stop, double t, double[] before, double[] after) {
    if (saveAt.steps()) {
      keep(t, Vec.of(after));
    }
  }

  @Override
  public void saved(int index, double t, double[] y) {
    if (!saveAt.steps()) {
      keep(t, Vec.of(y));
    }
  }

  @Override
  public void happened(int event, double t, double[] y) {
    happenings.add(new Solution.Happening(event, t, Vec.of(y)));
  }

  Solution toSolution(Outcome outcome, Workspace workspace) {
    double[] flat = times.stream().mapToDouble(Double::doubleValue).toArray();
    return new Solution(
        outcome,
        Vec.of(flat),
        states,
        workspace.time(),
        workspace.state(),
        happenings,
        saveAt.dense() ? new Trajectory(problem.start(), problem.initial(), pieces) : null,
        workspace.statistics());
  }
}
