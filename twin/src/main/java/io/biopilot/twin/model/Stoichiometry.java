package io.biopilot.twin.model;

import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.List;

/**
 * The stoichiometric matrix S of x' = S r(x) + …, states × reactions, at the nominal parameters.
 *
 * @param rows one a state, each with one entry a reaction (state unit a rate unit)
 * @param reactions the reactions' names, in the order of the columns
 */
public record Stoichiometry(List<Vec> rows, List<String> reactions) {
  /** What is smaller than this part of the largest entry counts as zero in the elimination. */
  private static final double NEGLIGIBLE = 1e-12;

  public Stoichiometry {
    rows = List.copyOf(rows);
    reactions = List.copyOf(reactions);
  }

  /** Rank of S. */
  public int rank() {
    return eliminate(transposed()).size();
  }

  /**
   * A basis of the left null space: vectors l (one entry a state) with lᵀ S = 0, so that lᵀ x does
   * not change but by transport. Each is scaled to a largest entry of 1.
   */
  public List<Vec> conserved() {
    int states = rows.size();
    double[][] a = transposed();
    List<Integer> pivots = eliminate(a);
    List<Vec> basis = new ArrayList<>();
    for (int free = 0; free < states; free++) {
      if (!pivots.contains(free)) {
        double[] vector = new double[states];
        vector[free] = 1.0;
        for (int i = 0; i < pivots.size(); i++) {
          vector[pivots.get(i)] = -a[i][free];
        }
        basis.add(scaled(vector));
      }
    }
    return basis;
  }

  /** lᵀ x. */
  public static double total(Vec law, Vec state) {
    double sum = 0.0;
    for (int i = 0; i < law.size(); i++) {
      sum += law.get(i) * state.get(i);
    }
    return sum;
  }

  private double[][] transposed() {
    double[][] a = new double[reactions.size()][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < reactions.size(); j++) {
        a[j][i] = rows.get(i).get(j);
      }
    }
    return a;
  }

  /** Brings a to reduced row echelon form, with row pivoting; the columns of the leading ones. */
  private static List<Integer> eliminate(double[][] a) {
    int columns = a.length == 0 ? 0 : a[0].length;
    double largest = 0.0;
    for (double[] row : a) {
      for (double entry : row) {
        largest = Math.max(largest, Math.abs(entry));
      }
    }
    List<Integer> pivots = new ArrayList<>();
    for (int column = 0; column < columns && pivots.size() < a.length; column++) {
      int top = pivots.size();
      int best = top;
      for (int row = top; row < a.length; row++) {
        best = Math.abs(a[row][column]) > Math.abs(a[best][column]) ? row : best;
      }
      if (Math.abs(a[best][column]) > NEGLIGIBLE * largest) {
        double[] swapped = a[best];
        a[best] = a[top];
        a[top] = swapped;
        clearColumn(a, top, column);
        pivots.add(column);
      }
    }
    return pivots;
  }

  private static void clearColumn(double[][] a, int top, int column) {
    double pivot = a[top][column];
    for (int k = 0; k < a[top].length; k++) {
      a[top][k] /= pivot;
    }
    for (int row = 0; row < a.length; row++) {
      double factor = a[row][column];
      if (row != top && factor != 0.0) {
        for (int k = 0; k < a[row].length; k++) {
          a[row][k] -= factor * a[top][k];
        }
        a[row][column] = 0.0;
      }
    }
  }

  private static Vec scaled(double[] vector) {
    double largest = 0.0;
    for (double entry : vector) {
      largest = Math.max(largest, Math.abs(entry));
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = vector[i] / largest + 0.0;
    }
    return Vec.of(vector);
  }
}
