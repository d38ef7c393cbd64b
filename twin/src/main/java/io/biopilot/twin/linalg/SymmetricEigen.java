package io.biopilot.twin.linalg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * A = Σ_k λ_k v_k v_kᵀ of a symmetric matrix, sorted by rising λ (EJML behind it).
 *
 * @param values λ, rising
 * @param vectors v_k, orthonormal
 */
public record SymmetricEigen(Vec values, List<Vec> vectors) {
  public SymmetricEigen {
    vectors = List.copyOf(vectors);
  }

  /** Of a row-major n × n matrix, which is left unchanged; its two triangles are averaged. */
  public static SymmetricEigen of(double[] matrix, int n) {
    DMatrixRMaj a = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a.set(i, j, 0.5 * (matrix[i * n + j] + matrix[j * n + i]));
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!Vec.of(matrix).isFinite() || !eigen.decompose(a)) {
      throw new ArithmeticException(
          "no eigenvalues of a %d x %d matrix: it has entries that are not finite".formatted(n, n));
    }
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      order.add(k);
    }
    order.sort(Comparator.comparingDouble((Integer k) -> eigen.getEigenvalue(k).getReal()));
    double[] values = new double[n];
    List<Vec> vectors = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      values[k] = eigen.getEigenvalue(order.get(k)).getReal();
      vectors.add(Vec.of(eigen.getEigenVector(order.get(k)).getData()));
    }
    return new SymmetricEigen(Vec.of(values), vectors);
  }
}
