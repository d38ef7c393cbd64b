package io.biopilot.mpc.transcription;

import io.biopilot.mpc.nlp.KktChange;
import io.biopilot.mpc.nlp.StageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the optimality conditions of a transcribed problem change with the model's parameters:
 * ∂²(πᵀΦ)/∂w∂p and ∂Φ/∂p along one direction (forward), or their transposes (adjoint), at a cost
 * that hardly depends on the number of parameters.
 *
 * <p>The adjoint is one sweep back over what the program's last linearisation and curvature at the
 * point left in its intervals; the forward direction has sweeps of its own. A workspace: one
 * thread, parameters read from the program at each call.
 */
public final class ParameterDerivatives {

  private final MultipleShooting program;
  private final StageShape shape;
  private final List<List<Link>> links = new ArrayList<>(); // empty until a forward direction
  private final List<List<ElementSweep>> chains = new ArrayList<>();
  private final double[][] weights; // w by interval
  private final double[][] directions;
  private final double[] x;
  private final double[] dx;
  private final double[] bar;
  private final double[] dbar;

  /** Flows of one form can share their arrays. */
  private record Form(MapPoint.Columns columns, int steps, int place) {}

  public ParameterDerivatives(MultipleShooting program) {
    this.program = program;
    shape = program.shape();
    int intervals = program.grid().intervals();
    weights = new double[intervals][];
    directions = new double[intervals][];
    for (int k = 0; k < intervals; k++) {
      weights[k] = new double[program.columns[k].length];
      directions[k] = new double[program.columns[k].length];
    }
    int nx = program.layout.states;
    x = new double[nx];
    dx = new double[nx];
    bar = new double[nx];
    dbar = new double[nx];
  }

  private void makeSweeps() {
    Map<Form, FlowSweep> flows = new HashMap<>();
    for (int k = 0; k < weights.length; k++) {
      links.add(Link.of(program.layout, program.scheme, k));
      chains.add(chain(k, flows));
    }
  }

  // Intervals of one form share their points: each is swept there and back before the next.
  private List<ElementSweep> chain(int k, Map<Form, FlowSweep> flows) {
    MapPoint.Columns columns = program.layout.mapColumns(k);
    List<ElementSweep> chain = new ArrayList<>();
    for (Link link : links.get(k)) {
      if (link instanceof Link.Dose dose) {
        int impulse = program.problem.pulses().get(dose.slot().pulse()).impulse();
        chain.add(
            new JumpSweep(
                program.process.jumps().get(impulse),
                program.parameters,
                columns,
                dose.column(),
                dose.slot().amount(),
                dose.time(),
                dose.slope()));
      } else if (link instanceof Link.Run run) {
        Form form = new Form(columns, run.steps(), run.place());
        chain.add(flows.computeIfAbsent(form, this::sweep));
      }
    }
    return chain;
  }

  private FlowSweep sweep(Form form) {
    return new FlowSweep(
        program.process.dynamics(),
        program.parameters,
        form.columns(),
        program.scheme.tableau(),
        form.steps());
  }

  private void place(int k) {
    for (int i = 0; i < links.get(k).size(); i++) {
      if (links.get(k).get(i) instanceof Link.Run run
          && chains.get(k).get(i) instanceof FlowSweep flow) {
        flow.place(run.start(), run.startSlope(), run.length(), run.lengthSlope());
      }
    }
  }

  /**
   * Adds the change along dp of the Lagrangian's gradient and of the transitions.
   *
   * @param multipliers π by state
   * @param direction dp, in the order of the model's parameters
   */
  public void forward(double[] z, double[] multipliers, double[] direction, KktChange change) {
    if (links.isEmpty()) {
      makeSweeps();
    }
    for (int k = 0; k < chains.size(); k++) {
      Arrays.fill(directions[k], 0.0);
      Arrays.fill(dbar, 0.0);
      sweepForward(k, z, direction);
      int next = shape.stateOffset(k + 1);
      for (int i = 0; i < dx.length; i++) {
        change.transitions()[next + i] += dx[i];
      }
      Arrays.fill(directions[k], 0.0);
      sweepBack(k, multipliers, directions[k]);
      int offset = shape.variableOffset(k);
      for (int j = 0; j < directions[k].length; j++) {
        change.gradient()[offset + program.columns[k][j]] += directions[k][j];
      }
    }
  }

  /**
   * Adds to pbar what the parameters are worth, given what changes of the gradient and the
   * transitions are.
   */
  public void adjoint(double[] z, double[] multipliers, KktChange worth, double[] pbar) {
    for (int k = 0; k < weights.length; k++) {
      int offset = shape.variableOffset(k);
      for (int j = 0; j < directions[k].length; j++) {
        directions[k][j] = worth.gradient()[offset + program.columns[k][j]];
      }
      load(k, z);
      System.arraycopy(multipliers, shape.stateOffset(k + 1), bar, 0, bar.length);
      System.arraycopy(worth.transitions(), shape.stateOffset(k + 1), dbar, 0, dbar.length);
      program.intervals[k].addParameterWorth(weights[k], bar, dbar, directions[k], pbar);
    }
  }

  private void load(int k, double[] z) {
    int offset = shape.variableOffset(k);
    double[] w = weights[k];
    for (int j = 0; j < w.length; j++) {
      w[j] = z[offset + program.columns[k][j]];
    }
  }

  private void sweepForward(int k, double[] z, double[] direction) {
    place(k);
    load(k, z);
    double[] w = weights[k];
    System.arraycopy(w, 0, x, 0, x.length);
    System.arraycopy(directions[k], 0, dx, 0, dx.length);
    for (ElementSweep element : chains.get(k)) {
      element.forward(x, dx, w, directions[k], direction);
    }
  }

  private void sweepBack(int k, double[] multipliers, double[] dwbar) {
    System.arraycopy(multipliers, shape.stateOffset(k + 1), bar, 0, bar.length);
    List<ElementSweep> chain = chains.get(k);
    for (int i = chain.size() - 1; i >= 0; i--) {
      chain.get(i).reverse(bar, dbar, dwbar);
    }
    System.arraycopy(dbar, 0, dwbar, 0, dbar.length);
  }
}
