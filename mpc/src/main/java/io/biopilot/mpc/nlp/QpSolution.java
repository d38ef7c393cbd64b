package io.biopilot.mpc.nlp;

/**
 * Where a solver writes its answer, and where it finds its warm start; mutable, owned by the
 * caller.
 *
 * <p>Signs: stationarity reads H z + g + Tᵀ π₊ − [π | 0] − λ(lower) + λ(upper) = 0 with λ ≥ 0 (rows
 * through Cᵀ), where π₊ belongs to the transition into the next stage.
 */
public final class QpSolution {

  final double[] variables;
  final double[] multipliers;
  final double[] lowerPrices;
  final double[] upperPrices;
  int iterations;
  double residual;

  public QpSolution(StageShape shape) {
    int limits = shape.totalVariables() + shape.totalRows();
    variables = new double[shape.totalVariables()];
    multipliers = new double[shape.totalStates()];
    lowerPrices = new double[limits];
    upperPrices = new double[limits];
  }

  /** Takes everything from another of the same shape. */
  void copy(QpSolution other) {
    System.arraycopy(other.variables, 0, variables, 0, variables.length);
    copyPrices(other);
    iterations = other.iterations;
    residual = other.residual;
  }

  /** Takes the multipliers and prices only. */
  void copyPrices(QpSolution other) {
    System.arraycopy(other.multipliers, 0, multipliers, 0, multipliers.length);
    System.arraycopy(other.lowerPrices, 0, lowerPrices, 0, lowerPrices.length);
    System.arraycopy(other.upperPrices, 0, upperPrices, 0, upperPrices.length);
  }

  /** Moves multipliers and prices by a share of the way to another's. */
  void approachPrices(QpSolution other, double share) {
    approach(multipliers, other.multipliers, share);
    approach(lowerPrices, other.lowerPrices, share);
    approach(upperPrices, other.upperPrices, share);
  }

  private static void approach(double[] own, double[] other, double share) {
    for (int i = 0; i < own.length; i++) {
      own[i] += share * (other[i] - own[i]);
    }
  }

  /** z of all stages. */
  public double[] variables() {
    return variables;
  }

  /** π: multiplier of the transition into each state; those of stage 0 are not used. */
  public double[] multipliers() {
    return multipliers;
  }

  /** λ of the lower limits, in the order of {@link StageQp#lower}. */
  public double[] lowerPrices() {
    return lowerPrices;
  }

  /** λ of the upper limits. */
  public double[] upperPrices() {
    return upperPrices;
  }

  public int iterations() {
    return iterations;
  }

  /** Largest KKT residual at the end, as the solver measured it. */
  public double residual() {
    return residual;
  }
}
