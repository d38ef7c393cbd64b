package io.biopilot.twin.model;

import io.biopilot.twin.model.HybridMap.Factor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a workspace and its siblings share: bound parameters, and arrays for directions. */
final class HybridParameters {
  final Slices bound;
  final Slices direction;
  final Slices adjoint;
  final Slices deferred;

  HybridParameters(HybridMap map) {
    bound = new Slices(map);
    direction = new Slices(map);
    adjoint = new Slices(map);
    deferred = new Slices(map);
  }

  /** Adds what was gathered to its place in pbar, and clears it. */
  static void drain(double[] gathered, double[] pbar, int offset) {
    for (int i = 0; i < gathered.length; i++) {
      pbar[offset + i] += gathered[i];
    }
    Arrays.fill(gathered, 0.0);
  }

  /** A vector over all parameters, cut into the mechanistic part and each network's weights. */
  static final class Slices {
    final double[] mechanistic;
    final List<double[]> weights = new ArrayList<>();

    /** The array last read. */
    double[] source = {};

    private final List<Factor> factors;

    Slices(HybridMap map) {
      factors = map.factors();
      mechanistic = new double[map.mechanistic()];
      for (Factor factor : factors) {
        weights.add(new double[factor.network().shape().parameters()]);
      }
    }

    /** Reads the parameters that begin at the offset. */
    void take(double[] p, int offset) {
      source = p;
      System.arraycopy(p, offset, mechanistic, 0, mechanistic.length);
      for (int k = 0; k < weights.size(); k++) {
        double[] slice = weights.get(k);
        System.arraycopy(p, offset + factors.get(k).weights(), slice, 0, slice.length);
      }
    }

    /** Adds each part to its place behind the offset, and clears it. */
    void drainInto(double[] pbar, int offset) {
      drain(mechanistic, pbar, offset);
      for (int k = 0; k < weights.size(); k++) {
        drain(weights.get(k), pbar, offset + factors.get(k).weights());
      }
    }
  }
}
