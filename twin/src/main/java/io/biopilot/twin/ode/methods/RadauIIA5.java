package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Stepper;
import java.util.List;

/**
 * The three-stage Radau IIA method of order 5: fully implicit collocation at the Radau points,
 * L-stable, with the collocation polynomial as dense output. For relative tolerances below 1e-8,
 * and as the truth others are measured against.
 *
 * <p>The 3n equations of a step are brought to one real and one complex system of size n by the
 * transformation T. Step sizes follow Gustafsson's predictive controller.
 *
 * <p>Source: E. Hairer and G. Wanner, Solving Ordinary Differential Equations II (1996), §IV.5,
 * table 5.6 (coefficients), §IV.8 (transformation, eq. 8.3 ff.; error estimate, eq. 8.19 f.; step
 * control, eq. 8.25).
 *
 * @param accuracy how exactly a step's equations are solved, as a fraction of the tolerance
 */
public record RadauIIA5(double accuracy) implements Tabulated {

  private static final double ROOT6 = Math.sqrt(6.0);

  /** Real eigenvalue γ of A⁻¹. */
  static final double REAL;

  /** Complex pair α ± iβ of eigenvalues of A⁻¹. */
  static final double ALPHA;

  static final double BETA;

  static {
    // Hairer and Wanner 1996, §IV.8: eigenvalues in closed form by Cardano's formula
    double nine = Math.cbrt(9.0);
    double eightyOne = Math.cbrt(81.0);
    double real = (6.0 + eightyOne - nine) / 30.0;
    double alpha = (12.0 - eightyOne + nine) / 60.0;
    double beta = (eightyOne + nine) * Math.sqrt(3.0) / 60.0;
    double square = alpha * alpha + beta * beta;
    REAL = 1.0 / real;
    ALPHA = alpha / square;
    BETA = beta / square;
  }

  private static final Vec B = Vec.of((16.0 - ROOT6) / 36.0, (16.0 + ROOT6) / 36.0, 1.0 / 9.0);

  private static final Vec C = Vec.of((4.0 - ROOT6) / 10.0, (4.0 + ROOT6) / 10.0, 1.0);

  private static final ButcherTable TABLE =
      new ButcherTable(
          List.of(
              Vec.of(
                  (88.0 - 7.0 * ROOT6) / 360.0,
                  (296.0 - 169.0 * ROOT6) / 1800.0,
                  (-2.0 + 3.0 * ROOT6) / 225.0),
              Vec.of(
                  (296.0 + 169.0 * ROOT6) / 1800.0,
                  (88.0 + 7.0 * ROOT6) / 360.0,
                  (-2.0 - 3.0 * ROOT6) / 225.0),
              B),
          B,
          Vec.of(),
          C,
          integrals());

  /** b_i(θ) = ∫₀^θ ℓ_i, with ℓ_i the Lagrange polynomials of the nodes. */
  private static List<Vec> integrals() {
    double[] c = C.toArray();
    Vec[] rows = new Vec[3];
    for (int i = 0; i < 3; i++) {
      double p = c[(i + 1) % 3];
      double q = c[(i + 2) % 3];
      double scale = 1.0 / ((c[i] - p) * (c[i] - q));
      rows[i] = Vec.of(p * q * scale, -(p + q) * scale / 2.0, scale / 3.0);
    }
    return List.of(rows);
  }

  public RadauIIA5 {
    if (!(accuracy > 0.0 && accuracy < 1.0)) {
      throw new IllegalArgumentException(
          "accuracy must lie between 0 and 1 (both excluded), got %s; 0.01 is usual"
              .formatted(accuracy));
    }
  }

  /** Equations solved to a hundredth of the tolerance. */
  public RadauIIA5() {
    this(0.01);
  }

  /** The coefficients. */
  public static ButcherTable table() {
    return TABLE;
  }

  @Override
  public ButcherTable coefficients() {
    return TABLE;
  }

  @Override
  public String name() {
    return "RadauIIA5";
  }

  @Override
  public int order() {
    return 5;
  }

  @Override
  public int denseOrder() {
    return 3;
  }

  @Override
  public Stepper stepper(int dimension) {
    return new RadauStepper(this, accuracy, dimension);
  }
}
