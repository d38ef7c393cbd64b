package io.biopilot.mpc.transcription;

/**
 * Coefficients of a Runge-Kutta method whose stages can be solved one after the other: explicit, or
 * diagonally implicit.
 */
public final class Tableau {

  /** The classical method of order 4; Kutta 1901. */
  public static final Tableau RK4 =
      new Tableau(
          4,
          new double[][] {{0}, {0.5, 0}, {0, 0.5, 0}, {0, 0, 1, 0}},
          new double[] {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6});

  /** Order 2, L-stable, stiffly accurate; Alexander, SIAM J. Numer. Anal. 14 (1977) 1006, p = 2. */
  public static final Tableau SDIRK2 = stifflyAccurate(2, sdirk2());

  /** Order 3, L-stable, stiffly accurate; Alexander 1977, p = 3. */
  public static final Tableau SDIRK3 = stifflyAccurate(3, sdirk3());

  private final int order;
  private final double[][] a;
  private final double[] b;
  private final double[] c;

  private Tableau(int order, double[][] a, double[] b) {
    this.order = order;
    this.a = a;
    this.b = b;
    c = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      for (double entry : a[i]) {
        c[i] += entry;
      }
    }
  }

  /**
   * By its name in configuration: rk4, sdirk2 or sdirk3.
   *
   * @throws IllegalArgumentException for another name
   */
  public static Tableau named(String name) {
    return switch (name) {
      case "rk4" -> RK4;
      case "sdirk2" -> SDIRK2;
      case "sdirk3" -> SDIRK3;
      default ->
          throw new IllegalArgumentException(
              "no integration method '%s'; there are rk4, sdirk2, sdirk3".formatted(name));
    };
  }

  private static Tableau stifflyAccurate(int order, double[][] a) {
    return new Tableau(order, a, a[a.length - 1]);
  }

  public int order() {
    return order;
  }

  public int stages() {
    return a.length;
  }

  /** Weight of stage j in the point of stage i, j ≤ i. */
  double a(int i, int j) {
    return a[i][j];
  }

  /** Weight of stage i in the step. */
  double b(int i) {
    return b[i];
  }

  /** Time of stage i in units of the step. */
  double c(int i) {
    return c[i];
  }

  boolean implicit(int stage) {
    return a[stage][stage] != 0.0;
  }

  private static double[][] sdirk2() {
    double gamma = 1.0 - Math.sqrt(0.5);
    return new double[][] {{gamma}, {1.0 - gamma, gamma}};
  }

  private static double[][] sdirk3() {
    // The root of γ³ − 3γ² + 3γ/2 − 1/6 in (1/6, 1/2).
    double g = 0.435866521508459;
    double b1 = -(6 * g * g - 16 * g + 1) / 4;
    double b2 = (6 * g * g - 20 * g + 5) / 4;
    return new double[][] {{g}, {(1 - g) / 2, g}, {b1, b2, g}};
  }
}
