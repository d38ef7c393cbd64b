package io.biopilot.twin.estimation;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.ode.Integrator;
import java.util.ArrayList;
import java.util.List;

/**
 * Continuous-discrete unscented Kalman filter with a window of past nodes, so that a late sample is
 * used at its source time and everything after it is replayed.
 *
 * <p>Between measurements every sigma point is integrated with the given solver, jumps at impulses
 * included; the covariance grows by Q Δt, Q = diag(process noise²). Sigma points outside a state's
 * sensible range are moved to its border before they are propagated (Kandepu, Foss & Imsland 2008,
 * J. Process Control 18, 753).
 *
 * <p>Source of the transform and its weights: Wan & van der Merwe 2000, "The unscented Kalman
 * filter for nonlinear estimation", eq. 15.
 *
 * @param integrator solver and tolerances for the sigma points
 * @param spread α of the scaled transform, in (0, 1]; points lie α√n standard deviations from the
 *     mean
 * @param window how far back a late measurement is still used (h)
 * @param longestStep longest time between two redrawings of the sigma points (h)
 * @param outlierGate largest |innovation| in standard deviations that is believed
 */
public record UnscentedFilter(
    Integrator integrator, double spread, double window, double longestStep, double outlierGate)
    implements Estimator {

  public UnscentedFilter {
    if (!(spread > 0.0 && spread <= 1.0)) {
      throw new IllegalArgumentException("spread must be in (0, 1], got %s".formatted(spread));
    }
    if (!(window >= 0.0 && longestStep > 0.0 && outlierGate > 0.0)) {
      throw new IllegalArgumentException(
          "window (%s) must be ≥ 0; longest step (%s) and outlier gate (%s) must be > 0"
              .formatted(window, longestStep, outlierGate));
    }
  }

  /** The belief after everything that happened at one time. */
  record Node(double time, Vec mean, Vec covariance, List<Measurement> applied) {
    Node {
      applied = List.copyOf(applied);
    }
  }

  /** Nodes in the order of time; the last one is the newest. */
  record Window(List<Node> nodes) implements Belief {
    Window {
      nodes = List.copyOf(nodes);
    }

    Node newest() {
      return nodes.get(nodes.size() - 1);
    }

    @Override
    public Estimate estimate() {
      Node newest = newest();
      return new Estimate(newest.time(), newest.mean(), newest.covariance());
    }
  }

  @Override
  public Belief start(Model model, Estimate initial) {
    int n = model.process().schema().states().size();
    if (initial.state().size() != n || initial.covariance().size() != n * n) {
      throw new IllegalArgumentException(
          "the initial estimate has %d states and %d covariances, the model needs %d and %d"
              .formatted(initial.state().size(), initial.covariance().size(), n, n * n));
    }
    return new Window(
        List.of(new Node(initial.time(), initial.state(), initial.covariance(), List.of())));
  }

  @Override
  public Belief advance(Belief belief, Model model, InputSchedule inputs, double until) {
    Window window = (Window) belief;
    if (until <= window.newest().time()) {
      return window;
    }
    FilterRun run = new FilterRun(this, model, inputs, window.newest());
    run.advance(until);
    return appended(window.nodes(), List.of(run.node(List.of())));
  }

  @Override
  public Correction observe(
      Belief belief, Model model, InputSchedule inputs, Measurement measurement) {
    Window window = (Window) belief;
    if (!measurement.values().isFinite()) {
      return new Correction.Rejected(belief, "not a finite value: " + measurement.values());
    }
    List<Node> nodes = window.nodes();
    if (measurement.time() < nodes.get(0).time()) {
      return new Correction.TooOld(belief, nodes.get(0).time());
    }
    int last = nodes.size() - 1;
    while (nodes.get(last).time() > measurement.time()) {
      last--;
    }
    FilterRun run = new FilterRun(this, model, inputs, nodes.get(last));
    run.advance(measurement.time());
    FilterRun.Innovation innovation = run.correct(measurement);
    if (!innovation.plausible()) {
      return new Correction.Rejected(belief, innovation.reason());
    }
    boolean same = nodes.get(last).time() == measurement.time();
    List<Measurement> applied = new ArrayList<>(same ? nodes.get(last).applied() : List.of());
    applied.add(measurement);
    List<Node> redone = new ArrayList<>();
    redone.add(run.node(applied));
    redone.addAll(replayed(run, nodes.subList(last + 1, nodes.size())));
    return new Correction.Accepted(
        appended(nodes.subList(0, same ? last : last + 1), redone), innovation.normalised());
  }

  @Override
  public Belief refilter(Belief belief, Model model, InputSchedule inputs) {
    List<Node> nodes = ((Window) belief).nodes();
    FilterRun run = new FilterRun(this, model, inputs, nodes.get(0));
    List<Node> redone = new ArrayList<>();
    redone.add(nodes.get(0));
    redone.addAll(replayed(run, nodes.subList(1, nodes.size())));
    return new Window(redone);
  }

  /**
   * The nodes again, from the run's present state on; a measurement that is implausible now is left
   * out.
   */
  private static List<Node> replayed(FilterRun run, List<Node> nodes) {
    List<Node> redone = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      run.advance(node.time());
      List<Measurement> kept = new ArrayList<>(node.applied().size());
      for (Measurement measurement : node.applied()) {
        if (run.correct(measurement).plausible()) {
          kept.add(measurement);
        }
      }
      redone.add(run.node(kept));
    }
    return redone;
  }

  /** Both lists as one window, without nodes that are too old to be needed. */
  private Window appended(List<Node> before, List<Node> after) {
    List<Node> nodes = new ArrayList<>(before.size() + after.size());
    nodes.addAll(before);
    nodes.addAll(after);
    double oldest = nodes.get(nodes.size() - 1).time() - window;
    int first = 0;
    while (first + 1 < nodes.size() && nodes.get(first + 1).time() <= oldest) {
      first++;
    }
    return new Window(nodes.subList(first, nodes.size()));
  }
}
