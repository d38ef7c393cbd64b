package io.biopilot.twin.linalg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * A = Σ_k σ_k u_k v_kᵀ, thin, sorted by falling σ (EJML behind it).
 *
 * @param values σ, falling
 * @param left u_k, length rows each
 * @param right v_k, length columns each
 */
public record Svd(Vec values, List<Vec> left, List<Vec> right) {
  public Svd {
    left = List.copyOf(left);
    right = List.copyOf(right);
  }

  /** Of a row-major rows × columns matrix, which is left unchanged. */
  public static Svd of(double[] matrix, int rows, int columns) {
    DMatrixRMaj a = new DMatrixRMaj(rows, columns, true, matrix.clone());
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(rows, columns, true, true, true);
    if (!Vec.of(matrix).isFinite() || !svd.decompose(a)) {
      throw new ArithmeticException(
          "no singular values of a %d x %d matrix: it has entries that are not finite"
              .formatted(rows, columns));
    }
    double[] sigma = svd.getSingularValues();
    DMatrixRMaj u = svd.getU(null, false);
    DMatrixRMaj v = svd.getV(null, false);
    int count = Math.min(rows, columns);
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      order.add(k);
    }
    order.sort(Comparator.comparingDouble((Integer k) -> -sigma[k]));
    double[] values = new double[count];
    List<Vec> left = new ArrayList<>();
    List<Vec> right = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int from = order.get(k);
      values[k] = sigma[from];
      left.add(column(u, from));
      right.add(column(v, from));
    }
    return new Svd(Vec.of(values), left, right);
  }

  private static Vec column(DMatrixRMaj matrix, int column) {
    double[] entries = new double[matrix.getNumRows()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = matrix.get(i, column);
    }
    return Vec.of(entries);
  }

  /** Number of singular values above tolerance times the largest. */
  public int rank(double tolerance) {
    int rank = 0;
    while (rank < values.size() && values.get(rank) > tolerance * values.get(0)) {
      rank++;
    }
    return rank;
  }
}
