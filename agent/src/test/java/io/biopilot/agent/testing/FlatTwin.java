package io.biopilot.agent.testing;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Correction;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.List;

/**
 * A twin without biology, for tests of the loop: nothing changes but by a measurement, which is
 * believed as it is. It has the names that the demo's configuration maps.
 */
public final class FlatTwin implements ProcessModel {

  private static final List<String> STATES = List.of("V", "X", "S", "A", "D", "P", "I", "R");
  private static final List<String> OUTPUTS =
      List.of("Volume", "OD", "Glucose", "Acetate", "DO", "OUR", "Enzyme");

  public static Model model() {
    return new Model(new FlatTwin(), Vec.of(1), 0, "flat");
  }

  private static Quantity quantity(String name, String unit) {
    return new Quantity(name, unit, name, 0, Double.POSITIVE_INFINITY);
  }

  @Override
  public Schema schema() {
    return new Schema(
        STATES.stream().map(name -> quantity(name, name.equals("V") ? "L" : "g/L")).toList(),
        List.of(
            quantity("F", "L/h"),
            quantity("N", "1/min"),
            quantity("Q", "L/h"),
            quantity("loop", "1")),
        List.of(quantity("dose", "g")),
        List.of(quantity("p", "1")),
        OUTPUTS.stream().map(name -> quantity(name, "g/L")).toList());
  }

  @Override
  public SmoothMap dynamics() {
    throw new UnsupportedOperationException("a flat twin is not integrated");
  }

  @Override
  public SmoothMap outputs() {
    throw new UnsupportedOperationException("a flat twin is not integrated");
  }

  @Override
  public List<SmoothMap> jumps() {
    return List.of();
  }

  @Override
  public Vec processNoise() {
    return Vec.zeros(STATES.size());
  }

  @Override
  public Vec initialState() {
    return Vec.of(2, 0.5, 5, 0, 98, 0, 0, 90);
  }

  @Override
  public Vec initialUncertainty() {
    return Vec.of(0.01, 0.1, 0.1, 0.1, 1, 0.1, 0.1, 1);
  }

  @Override
  public Vec nominalParameters() {
    return Vec.of(1);
  }

  /** Believes what it is told. */
  public static final class Credulous implements Estimator {

    private record Told(Estimate estimate) implements Belief {}

    @Override
    public Belief start(Model model, Estimate initial) {
      return new Told(initial);
    }

    @Override
    public Belief advance(Belief belief, Model model, InputSchedule inputs, double until) {
      Estimate old = belief.estimate();
      return new Told(new Estimate(until, old.state(), old.covariance()));
    }

    @Override
    public Correction observe(
        Belief belief, Model model, InputSchedule inputs, Measurement measurement) {
      Estimate old = belief.estimate();
      Vec state = old.state();
      for (int i = 0; i < measurement.outputs().size(); i++) {
        int output = measurement.outputs().get(i);
        if (output < 5) {
          state = state.with(output, measurement.values().get(i));
        }
      }
      double time = Math.max(old.time(), measurement.time());
      return new Correction.Accepted(
          new Told(new Estimate(time, state, old.covariance())),
          Vec.zeros(measurement.outputs().size()));
    }

    @Override
    public Belief refilter(Belief belief, Model model, InputSchedule inputs) {
      return belief;
    }
  }
}
