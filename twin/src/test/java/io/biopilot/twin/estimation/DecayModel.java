package io.biopilot.twin.estimation;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.List;

/** x₁' = -k₁ x₁ + u, x₂' = k₁ x₁ - k₂ x₂; y = (x₁, x₂, x₁ + x₂); one impulse that adds to x₁. */
record DecayModel(double k1, double k2) implements ProcessModel {

  private static Quantity free(String name) {
    return new Quantity(name, "g/L", name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  @Override
  public Schema schema() {
    return new Schema(
        List.of(free("x1"), free("x2")),
        List.of(free("u")),
        List.of(free("dose")),
        List.of(),
        List.of(free("y1"), free("y2"), free("sum")));
  }

  @Override
  public SmoothMap dynamics() {
    return new LinearMap(new double[][] {{-k1, 0.0, 1.0, 0.0}, {k1, -k2, 0.0, 0.0}});
  }

  @Override
  public SmoothMap outputs() {
    return new LinearMap(
        new double[][] {{1.0, 0.0, 0.0, 0.0}, {0.0, 1.0, 0.0, 0.0}, {1.0, 1.0, 0.0, 0.0}});
  }

  @Override
  public List<SmoothMap> jumps() {
    return List.of(new LinearMap(new double[][] {{1.0, 0.0, 1.0, 0.0}, {0.0, 1.0, 0.0, 0.0}}));
  }

  @Override
  public Vec processNoise() {
    return Vec.of(0.2, 0.1);
  }

  @Override
  public Vec initialState() {
    return Vec.of(2.0, 0.0);
  }

  @Override
  public Vec initialUncertainty() {
    return Vec.of(0.5, 0.3);
  }

  @Override
  public Vec nominalParameters() {
    return Vec.of();
  }
}
