package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Stepper;
import java.util.List;

/**
 * Singly diagonally implicit Runge-Kutta pair 5(4) with an explicit first stage, seven stages,
 * stiffly accurate and L-stable: the method for training on stiff problems, as its discrete adjoint
 * needs transposed solves only.
 *
 * <p>Stages start from the polynomial through the derivatives of the first three stages,
 * extrapolated to the stage's node; with a zero start the iteration fails on most stiff fields. The
 * dense output is a quartic of order 4, once continuously differentiable: of the quartics that
 * satisfy the order conditions and meet k at both ends, the one with the smallest coefficients
 * (derived for this project, checked by {@code OrderConditionsTest}).
 *
 * <p>Source: A. Kværnø, Singly diagonally implicit Runge-Kutta methods with an explicit first
 * stage, BIT Numerical Mathematics 44 (2004) 489-502, Kværnø(7,4,5) with γ = 0.26.
 *
 * @param accuracy how exactly stages are solved, as a fraction of the tolerance; smaller for
 *     gradients to be compared with differences
 */
public record Kvaerno5(double accuracy) implements Tabulated {

  private static final double GAMMA = 0.26;

  private static final Vec B =
      Vec.of(
          0.13659751177640292,
          0.0,
          -0.05496908796538376,
          -0.04118626728321046,
          0.629933048990164,
          0.06962479448202728,
          GAMMA);

  private static final Vec STAGE6 =
      Vec.of(
          0.13855640231268224,
          0.0,
          -0.04245337201752043,
          0.02446657898003141,
          0.6194303907248068,
          GAMMA);

  private static final ButcherTable TABLE =
      new ButcherTable(
          List.of(
              Vec.of(0.0),
              Vec.of(GAMMA, GAMMA),
              Vec.of(0.13, 0.8403332099679081, GAMMA),
              Vec.of(0.22371961478320504, 0.476755323197997, -0.06470895363112615, GAMMA),
              Vec.of(
                  0.16648564323248322,
                  0.1045001884159172,
                  0.03631482272098715,
                  -0.13090704451073998,
                  GAMMA),
              STAGE6,
              B),
          B,
          Vec.of(
              B.get(0) - STAGE6.get(0),
              0.0,
              B.get(2) - STAGE6.get(2),
              B.get(3) - STAGE6.get(3),
              B.get(4) - STAGE6.get(4),
              B.get(5) - GAMMA,
              GAMMA),
          Vec.of(0.0, 0.52, 1.230333209967908, 0.8957659843500759, 0.43639360985864756, 1.0, 1.0),
          List.of(
              Vec.of(1.0, -2.072037588795683, 1.6904652246969776, -0.4818301241248917),
              Vec.of(0.0, 0.0, 0.0, 0.0),
              Vec.of(0.0, 0.8427243190616526, -1.9053249899848401, 1.0076315829578038),
              Vec.of(0.0, -0.6665857136422407, 1.1684263581516396, -0.5430269117926094),
              Vec.of(0.0, 3.256928814399353, -3.99412543283805, 1.367129667428861),
              Vec.of(0.0, -0.6050255205696824, 1.488550219067474, -0.8138999040157643),
              Vec.of(0.0, -0.7560043104533993, 1.5520086209067987, -0.5360043104533994)));

  public Kvaerno5 {
    if (!(accuracy > 0.0 && accuracy < 1.0)) {
      throw new IllegalArgumentException(
          "accuracy must lie between 0 and 1 (both excluded), got %s; 0.01 is usual"
              .formatted(accuracy));
    }
  }

  /** Stages solved to a hundredth of the tolerance. */
  public Kvaerno5() {
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
    return "Kvaerno5";
  }

  @Override
  public int order() {
    return 5;
  }

  @Override
  public int denseOrder() {
    return 4;
  }

  @Override
  public Stepper stepper(int dimension) {
    return new DiagonalStepper(this, TABLE, 4, accuracy, dimension);
  }
}
