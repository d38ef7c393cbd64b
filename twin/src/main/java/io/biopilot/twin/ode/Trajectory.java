package io.biopilot.twin.ode;

import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * A solution as a function of time: the method's own piecewise polynomials. At a jump, the state
 * before it.
 */
public final class Trajectory {

  /** One step: y(t) = Σ_j c_j θʲ with θ = (t - start) / size. */
  record Piece(double start, double size, double end, List<Vec> coefficients) {}

  private final List<Piece> pieces;
  private final Vec initial;
  private final double start;

  Trajectory(double start, Vec initial, List<Piece> pieces) {
    this.start = start;
    this.initial = initial;
    this.pieces = List.copyOf(pieces);
  }

  /** Where it begins. */
  public double start() {
    return start;
  }

  /** Where it ends; before start if time ran backwards. */
  public double end() {
    return pieces.isEmpty() ? start : pieces.get(pieces.size() - 1).end();
  }

  /** Number of steps. */
  public int size() {
    return pieces.size();
  }

  /** The state at t. */
  public Vec at(double t) {
    double[] y = new double[initial.size()];
    atInto(t, y);
    return Vec.of(y);
  }

  /** y = the state at t, without allocation. */
  public void atInto(double t, double[] y) {
    double direction = end() >= start ? 1.0 : -1.0;
    if (!((t - start) * direction >= 0.0 && (end() - t) * direction >= 0.0)) {
      throw new IllegalArgumentException(
          "%s lies outside the trajectory from %s to %s".formatted(t, start, end()));
    }
    if (t == start || pieces.isEmpty()) {
      initial.copyInto(y, 0);
      return;
    }
    // the first piece that ends at or after t
    int low = 0;
    int high = pieces.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((pieces.get(middle).end() - t) * direction >= 0.0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    Piece piece = pieces.get(low);
    double theta = (t - piece.start()) / piece.size();
    List<Vec> c = piece.coefficients();
    for (int i = 0; i < y.length; i++) {
      double sum = 0.0;
      for (int j = c.size() - 1; j >= 0; j--) {
        sum = sum * theta + c.get(j).get(i);
      }
      y[i] = sum;
    }
  }
}
