package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order conditions of one-step methods, one a rooted tree (Butcher 1964; for Rosenbrock methods
 * Hairer and Wanner 1996, §IV.7, theorem 7.4): Σ b_i Φ_i(tree) = 1/γ(tree).
 */
final class RootedTrees {

  private RootedTrees() {}

  /** A root with its subtrees, in a fixed order so that each tree is there once. */
  record Tree(List<Tree> children) {
    int order() {
      return 1 + children.stream().mapToInt(Tree::order).sum();
    }

    /** γ: product of the orders of all subtrees. */
    double density() {
      double product = order();
      for (Tree child : children) {
        product *= child.density();
      }
      return product;
    }

    /** Φ_i for each stage; below a node with one child stands beta, with more children alpha. */
    double[] weights(double[][] alpha, double[][] beta) {
      double[] product = new double[alpha.length];
      Arrays.fill(product, 1.0);
      double[][] a = children.size() == 1 ? beta : alpha;
      for (Tree child : children) {
        double[] inner = child.weights(alpha, beta);
        for (int i = 0; i < product.length; i++) {
          double sum = 0.0;
          for (int j = 0; j < inner.length; j++) {
            sum += a[i][j] * inner[j];
          }
          product[i] *= sum;
        }
      }
      return product;
    }
  }

  /** All trees of the given order. */
  static List<Tree> ofOrder(int order) {
    List<Tree> trees = new ArrayList<>();
    forests(order - 1, order - 1, Integer.MAX_VALUE, new ArrayList<>(), trees);
    return trees;
  }

  private static void forests(
      int left, int largest, int lastIndex, List<Tree> chosen, List<Tree> found) {
    if (left == 0) {
      found.add(new Tree(List.copyOf(chosen)));
      return;
    }
    for (int size = Math.min(left, largest); size >= 1; size--) {
      List<Tree> candidates = ofOrder(size);
      int limit =
          size == largest ? Math.min(lastIndex, candidates.size() - 1) : candidates.size() - 1;
      for (int c = limit; c >= 0; c--) {
        chosen.add(candidates.get(c));
        forests(left - size, size, c, chosen, found);
        chosen.remove(chosen.size() - 1);
      }
    }
  }

  /** Largest violation of the conditions of the given order at θ (1 for the solution itself). */
  static double residual(int order, double[] b, double[][] alpha, double[][] beta, double theta) {
    double worst = 0.0;
    for (Tree tree : ofOrder(order)) {
      double[] phi = tree.weights(alpha, beta);
      double sum = 0.0;
      for (int i = 0; i < b.length; i++) {
        sum += b[i] * phi[i];
      }
      worst = Math.max(worst, Math.abs(sum - Math.pow(theta, order) / tree.density()));
    }
    return worst;
  }

  /** Rows filled up with zeros to a square matrix. */
  static double[][] square(List<Vec> rows) {
    double[][] a = new double[rows.size()][rows.size()];
    for (int i = 0; i < a.length; i++) {
      rows.get(i).copyInto(a[i], 0);
    }
    return a;
  }
}
