package io.biopilot.twin.linalg;

import org.ejml.data.Complex_F64;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Eigenvalues of a general real matrix (EJML behind it), for the stability of fixed points.
 *
 * @param real real parts
 * @param imaginary imaginary parts; conjugate pairs stand side by side
 */
public record Eigenvalues(Vec real, Vec imaginary) {

  /** Of a row-major n × n matrix, which is left unchanged. */
  public static Eigenvalues of(double[] matrix, int n) {
    DMatrixRMaj a = new DMatrixRMaj(n, n, true, matrix.clone());
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, false, false);
    if (!Vec.of(matrix).isFinite() || !eigen.decompose(a)) {
      throw new ArithmeticException(
          "no eigenvalues of a %d x %d matrix: it has entries that are not finite".formatted(n, n));
    }
    double[] real = new double[n];
    double[] imaginary = new double[n];
    for (int k = 0; k < n; k++) {
      Complex_F64 value = eigen.getEigenvalue(k);
      real[k] = value.getReal();
      imaginary[k] = value.getImaginary();
    }
    return new Eigenvalues(Vec.of(real), Vec.of(imaginary));
  }

  /** Largest real part: below 0, a fixed point with this Jacobian is stable. */
  public double abscissa() {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < real.size(); k++) {
      largest = Math.max(largest, real.get(k));
    }
    return largest;
  }
}
