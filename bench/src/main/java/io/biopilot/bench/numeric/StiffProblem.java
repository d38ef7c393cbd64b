package io.biopilot.bench.numeric;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.VectorField;
import java.util.List;

/**
 * A stiff initial value problem with analytic Jacobian and known end state.
 *
 * @param name as the peers know it
 * @param title for people
 * @param field the right-hand side
 * @param start initial state at t = 0
 * @param end last time
 * @param reference state at the end
 * @param scale absolute tolerance by relative tolerance, the same for all solvers
 */
record StiffProblem(
    String name,
    String title,
    VectorField field,
    Vec start,
    double end,
    Vec reference,
    double scale) {

  InitialValueProblem problem() {
    return InitialValueProblem.of(field, 0.0, start, end);
  }

  Tolerance tolerance(double relative) {
    return Tolerance.of(relative, relative * scale);
  }

  /** Largest error relative to |y| + scale over the components at the end. */
  double error(Vec y) {
    double worst = 0.0;
    for (int i = 0; i < y.size(); i++) {
      double truth = reference.get(i);
      worst = Math.max(worst, Math.abs(y.get(i) - truth) / (Math.abs(truth) + scale));
    }
    return worst;
  }

  /** Jacobian of an autonomous field, row-major; entries that stay zero may be left out. */
  private interface Entries {
    void into(double[] y, double[] j);
  }

  private record Field(int dimension, Derivative derivative, Entries entries)
      implements VectorField {
    @Override
    public void derivativeInto(double t, double[] y, double[] dydt) {
      derivative.into(t, y, dydt);
    }

    @Override
    public boolean hasJacobian() {
      return true;
    }

    @Override
    public void jacobianInto(double t, double[] y, double[] j) {
      java.util.Arrays.fill(j, 0.0);
      entries.into(y, j);
    }

    @Override
    public boolean autonomous() {
      return true;
    }
  }

  /** The four of the table. */
  static List<StiffProblem> all() {
    return List.of(robertson(), hires(), vanDerPol(), pollu());
  }

  /**
   * Robertson 1966, three reactions. Reference: SciPy Radau, stable to 1e-12 between rtol 1e-11 and
   * 1e-13.
   */
  static StiffProblem robertson() {
    Field field =
        new Field(
            3,
            (t, y, d) -> {
              double slow = 0.04 * y[0];
              double back = 1e4 * y[1] * y[2];
              double fast = 3e7 * y[1] * y[1];
              d[0] = back - slow;
              d[1] = slow - back - fast;
              d[2] = fast;
            },
            (y, j) -> {
              j[0] = -0.04;
              j[1] = 1e4 * y[2];
              j[2] = 1e4 * y[1];
              j[3] = 0.04;
              j[4] = -1e4 * y[2] - 6e7 * y[1];
              j[5] = -1e4 * y[1];
              j[7] = 6e7 * y[1];
            });
    return new StiffProblem(
        "robertson",
        "Robertson, t = 40",
        field,
        Vec.of(1.0, 0.0, 0.0),
        40.0,
        Vec.of(0.715827068719406, 9.18553476455778e-06, 0.28416374574583),
        1e-6);
  }

  /** Schäfer 1975, eight species; reference of the Test Set for IVP Solvers. */
  static StiffProblem hires() {
    Field field =
        new Field(
            8,
            (t, y, d) -> {
              double bound = 280.0 * y[5] * y[7];
              d[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
              d[1] = 1.71 * y[0] - 8.75 * y[1];
              d[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
              d[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
              d[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
              d[5] = -bound + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
              d[6] = bound - 1.81 * y[6];
              d[7] = -d[6];
            },
            StiffProblem::hiresEntries);
    return new StiffProblem(
        "hires",
        "HIRES, t = 321.8122",
        field,
        Vec.of(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0057),
        321.8122,
        Vec.of(
            0.0007371312573325668,
            0.0001442485726316185,
            5.888729740967575e-05,
            0.001175651343283149,
            0.002386356198831331,
            0.006238968252742796,
            0.002849998395185769,
            0.002850001604814231),
        1e-4);
  }

  private static void hiresEntries(double[] y, double[] j) {
    double p = 280.0 * y[7];
    double q = 280.0 * y[5];
    j[0] = -1.71;
    j[1] = 0.43;
    j[2] = 8.32;
    j[8] = 1.71;
    j[9] = -8.75;
    j[18] = -10.03;
    j[19] = 0.43;
    j[20] = 0.035;
    j[25] = 8.32;
    j[26] = 1.71;
    j[27] = -1.12;
    j[36] = -1.745;
    j[37] = 0.43;
    j[38] = 0.43;
    j[43] = 0.69;
    j[44] = 1.71;
    j[45] = -p - 0.43;
    j[46] = 0.69;
    j[47] = -q;
    j[53] = p;
    j[54] = -1.81;
    j[55] = q;
    j[61] = -p;
    j[62] = 1.81;
    j[63] = -q;
  }

  /** Van der Pol, μ = 1000, unscaled; reference of the Test Set for IVP Solvers. */
  static StiffProblem vanDerPol() {
    Field field =
        new Field(
            2,
            (t, y, d) -> {
              d[0] = y[1];
              d[1] = 1e3 * (1.0 - y[0] * y[0]) * y[1] - y[0];
            },
            (y, j) -> {
              j[1] = 1.0;
              j[2] = -2e3 * y[0] * y[1] - 1.0;
              j[3] = 1e3 * (1.0 - y[0] * y[0]);
            });
    return new StiffProblem(
        "vanderpol",
        "van der Pol, mu = 1e3, t = 2000",
        field,
        Vec.of(2.0, 0.0),
        2000.0,
        Vec.of(1.706167732170469, -0.8928097010248125e-3),
        1e-4);
  }

  /** Verwer 1994, 20 species; reference: RadauIIA5 at rtol 1e-13, SciPy's Radau agrees to 3e-14. */
  static StiffProblem pollu() {
    return new StiffProblem(
        "pollu", "POLLU, 20 species, t = 60", new Pollu(), Pollu.start(), 60.0, POLLU_END, 1e-6);
  }

  private static final Vec POLLU_END =
      Vec.of(
          0.056462554800227716,
          0.13424841304223345,
          4.139734331099428E-9,
          0.005523140207484378,
          2.0189772623022063E-7,
          1.4645418634939678E-7,
          0.07784249118997964,
          0.32450753533959825,
          0.007494013383880491,
          1.6222931573015877E-8,
          1.1358638332570931E-8,
          0.0022305059757213867,
          2.0871628827986627E-4,
          1.3969210168401745E-5,
          0.008964884856898312,
          4.3528463693301184E-18,
          0.0068992196962633775,
          1.0078030373659438E-4,
          1.7721465139699878E-6,
          5.6829432923164203E-5);
}
