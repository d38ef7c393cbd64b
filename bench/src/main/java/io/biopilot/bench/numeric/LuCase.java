package io.biopilot.bench.numeric;

import io.biopilot.twin.linalg.Lu;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** One factorisation and one solve of a dense system, beside EJML and Commons Math. */
final class LuCase implements NumericCase {
  private static final int[] SIZES = {10, 15};
  private static final double GOAL = 2.0;

  @Override
  public String name() {
    return "lu";
  }

  @Override
  public List<Row> measure(Session session) {
    List<Row> rows = new ArrayList<>();
    for (int n : SIZES) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(n);
      double[] a = random.doubles((long) n * n, -1.0, 1.0).toArray();
      double[] b = random.doubles(n, -1.0, 1.0).toArray();
      double[] ours = new double[n];
      Lu lu = new Lu(n);
      double us =
          session.microseconds(
              () -> {
                lu.factor(a);
                System.arraycopy(b, 0, ours, 0, n);
                lu.solve(ours);
              });
      String work = "LU factor and solve, %d x %d".formatted(n, n);
      double error = residual(a, ours, b);
      rows.add(ejml(session, work, us, error, a, b));
      rows.add(commons(session, work, us, error, a, b));
    }
    return rows;
  }

  private static Row ejml(
      Session session, String work, double us, double error, double[] a, double[] b) {
    int n = b.length;
    DMatrixRMaj matrix = new DMatrixRMaj(n, n, true, a.clone());
    DMatrixRMaj right = new DMatrixRMaj(n, 1, true, b.clone());
    DMatrixRMaj x = new DMatrixRMaj(n, 1);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.lu(n);
    double theirs =
        session.microseconds(
            () -> {
              solver.setA(matrix);
              solver.solve(right, x);
            });
    return new Row(work, us, error, "EJML", theirs, residual(a, x.getData(), b), GOAL);
  }

  private static Row commons(
      Session session, String work, double us, double error, double[] a, double[] b) {
    int n = b.length;
    RealMatrix matrix = new Array2DRowRealMatrix(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix.setEntry(i, j, a[i * n + j]);
      }
    }
    RealVector right = new ArrayRealVector(b);
    double theirs =
        session.microseconds(() -> new LUDecomposition(matrix).getSolver().solve(right));
    double[] x = new LUDecomposition(matrix).getSolver().solve(right).toArray();
    return new Row(work, us, error, "Commons Math", theirs, residual(a, x, b), GOAL);
  }

  /** Largest entry of A x - b. */
  private static double residual(double[] a, double[] x, double[] b) {
    int n = b.length;
    double worst = 0.0;
    for (int i = 0; i < n; i++) {
      double sum = -b[i];
      for (int j = 0; j < n; j++) {
        sum += a[i * n + j] * x[j];
      }
      worst = Math.max(worst, Math.abs(sum));
    }
    return worst;
  }
}
