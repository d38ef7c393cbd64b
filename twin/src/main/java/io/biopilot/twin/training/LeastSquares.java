package io.biopilot.twin.training;

import io.biopilot.twin.linalg.Vec;
import java.util.Arrays;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.util.Pair;

/**
 * Levenberg-Marquardt by Commons Math (Moré 1978), with a Jacobian from central differences; for a
 * few dozen variables, away from the hot path.
 *
 * @param iterations budget
 * @param difference step of the central differences, in the variables' unit
 */
public record LeastSquares(int iterations, double difference) {

  /** Residual where the function has no value: large enough that the step is taken back. */
  private static final double NO_VALUE = 1e6;

  /**
   * How a fit ended.
   *
   * @param point best point found
   * @param sumOfSquares Σ r² there
   * @param iterations used
   * @param converged false if the budget ended it, or no step reduced the sum
   * @param covariance (JᵀJ)⁻¹ at the point, row-major; empty if JᵀJ is singular
   */
  public record Result(
      Vec point, double sumOfSquares, int iterations, boolean converged, Vec covariance) {}

  public Result minimise(Residuals residuals, Vec start) {
    Last last = new Last(residuals, start);
    LeastSquaresProblem problem =
        new LeastSquaresBuilder()
            .start(start.toArray())
            .target(new double[residuals.count()])
            .model(last::evaluate)
            .lazyEvaluation(false)
            .maxEvaluations(Integer.MAX_VALUE)
            .maxIterations(iterations)
            .build();
    try {
      Optimum optimum =
          new LevenbergMarquardtOptimizer()
              .withCostRelativeTolerance(1e-6)
              .withParameterRelativeTolerance(1e-6)
              .optimize(problem);
      double cost = optimum.getCost();
      return new Result(
          Vec.of(optimum.getPoint().toArray()),
          cost * cost,
          optimum.getIterations(),
          true,
          covariance(optimum));
    } catch (MathIllegalStateException budgetOrNoDescent) {
      return new Result(last.best, last.smallest, iterations, false, Vec.of());
    }
  }

  private static Vec covariance(Optimum optimum) {
    try {
      RealMatrix covariance = optimum.getCovariances(1e-12);
      int n = covariance.getRowDimension();
      double[] rows = new double[n * n];
      for (int i = 0; i < n; i++) {
        System.arraycopy(covariance.getRow(i), 0, rows, i * n, n);
      }
      return Vec.of(rows);
    } catch (SingularMatrixException flat) {
      return Vec.of();
    }
  }

  /**
   * Evaluates the function and remembers the best point, which Commons Math loses when its budget
   * ends.
   */
  private final class Last {
    private final Residuals residuals;
    private Vec best;
    private double smallest = Double.POSITIVE_INFINITY;

    Last(Residuals residuals, Vec start) {
      this.residuals = residuals;
      this.best = start;
    }

    Pair<RealVector, RealMatrix> evaluate(RealVector point) {
      double[] z = point.toArray();
      double[] r = values(z);
      double sum = 0.0;
      for (double one : r) {
        sum += one * one;
      }
      if (sum < smallest) {
        smallest = sum;
        best = Vec.of(z);
      }
      double[][] jacobian = new double[r.length][z.length];
      for (int j = 0; j < z.length; j++) {
        double[] shifted = z.clone();
        shifted[j] = z[j] + difference;
        double[] up = values(shifted);
        shifted[j] = z[j] - difference;
        double[] down = values(shifted);
        for (int i = 0; i < r.length; i++) {
          jacobian[i][j] = (up[i] - down[i]) / (2.0 * difference);
        }
      }
      return new Pair<>(new ArrayRealVector(r, false), new Array2DRowRealMatrix(jacobian, false));
    }

    private double[] values(double[] z) {
      double[] r = new double[residuals.count()];
      if (!residuals.valueInto(z, r)) {
        Arrays.fill(r, NO_VALUE);
      }
      return r;
    }
  }
}
