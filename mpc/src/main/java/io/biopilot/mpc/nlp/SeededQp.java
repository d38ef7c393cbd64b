package io.biopilot.mpc.nlp;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Problems to check and measure solvers with: a stable random system to be brought to rest with
 * bounded inputs and, if wanted, bounded states. The same seed gives the same problem everywhere.
 *
 * <p>x₊ = A x + B u with Gaussian A scaled to a spectral radius of 0.9, Q = I, R = 0.1 I, |u| ≤
 * 0.35. State bounds are 2 % outside the hull of a saturated trajectory, so that a feasible point
 * exists and some of them are active.
 *
 * @param states nx
 * @param controls nu
 * @param stages N
 * @param stateBounds whether states are bounded too
 */
public record SeededQp(int states, int controls, int stages, boolean stateBounds) {

  /** Largest input. */
  public static final double INPUT_LIMIT = 0.35;

  private static final double RADIUS = 0.9;
  private static final int SQUARINGS = 12;

  public StageQp create(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    StageQp qp = new StageQp(StageShape.uniform(stages, states, controls, 0));
    int ld = qp.shape().leading(0);
    double[] transition = new double[states * ld];
    for (int i = 0; i < states; i++) {
      for (int j = 0; j < states + controls; j++) {
        transition[i * ld + j] = (j < states ? 1.0 : 0.5) * random.nextGaussian();
      }
    }
    double scale = RADIUS / spectralRadius(transition, ld);
    for (int i = 0; i < states; i++) {
      for (int j = 0; j < states; j++) {
        transition[i * ld + j] *= scale;
      }
    }
    for (int k = 0; k <= stages; k++) {
      stage(qp, k, transition);
    }
    for (int i = 0; i < states; i++) {
      qp.initial()[i] = 1.5 * random.nextGaussian();
    }
    if (stateBounds) {
      boundStates(qp, random);
    }
    return qp;
  }

  /** ‖A^m‖^(1/m) with m = 2^12 by repeated squaring, Gelfand's formula. */
  private double spectralRadius(double[] a, int ld) {
    double[] power = new double[states * states];
    for (int i = 0; i < states; i++) {
      System.arraycopy(a, i * ld, power, i * states, states);
    }
    double logarithm = 0.0; // of the factor taken out, for one factor of A
    double share = 1.0;
    for (int squaring = 0; squaring <= SQUARINGS; squaring++) {
      double norm = Math.sqrt(Arrays.stream(power).map(v -> v * v).sum());
      logarithm += share * Math.log(norm);
      double[] last = power;
      power = new double[states * states];
      for (int i = 0; i < states; i++) {
        for (int k = 0; k < states; k++) {
          double factor = last[i * states + k] / (norm * norm);
          for (int j = 0; j < states; j++) {
            power[i * states + j] += factor * last[k * states + j];
          }
        }
      }
      share *= 0.5;
    }
    return Math.exp(logarithm);
  }

  private void stage(StageQp qp, int k, double[] transition) {
    int ld = qp.shape().leading(k);
    int at = qp.shape().variableOffset(k);
    for (int i = 0; i < qp.shape().variables(k); i++) {
      qp.hessian(k)[i * ld + i] = i < states ? 1.0 : 0.1;
      if (i >= states) {
        qp.lower()[at + i] = -INPUT_LIMIT;
        qp.upper()[at + i] = INPUT_LIMIT;
      }
    }
    if (k < stages) {
      System.arraycopy(transition, 0, qp.transition(k), 0, transition.length);
    }
  }

  private void boundStates(StageQp qp, RandomGenerator random) {
    double[] x = qp.initial().clone();
    double[] most = new double[states];
    double[] u = new double[controls];
    for (int k = 0; k < stages; k++) {
      Arrays.setAll(u, i -> INPUT_LIMIT * Math.signum(random.nextGaussian()));
      x = next(qp, x, u);
      for (int i = 0; i < states; i++) {
        most[i] = Math.max(most[i], Math.abs(x[i]));
      }
    }
    for (int k = 1; k <= stages; k++) {
      int at = qp.shape().variableOffset(k);
      for (int i = 0; i < states; i++) {
        qp.lower()[at + i] = -1.02 * most[i];
        qp.upper()[at + i] = 1.02 * most[i];
      }
    }
  }

  private double[] next(StageQp qp, double[] x, double[] u) {
    int ld = qp.shape().leading(0);
    double[] result = new double[states];
    for (int i = 0; i < states; i++) {
      for (int j = 0; j < states; j++) {
        result[i] += qp.transition(0)[i * ld + j] * x[j];
      }
      for (int j = 0; j < controls; j++) {
        result[i] += qp.transition(0)[i * ld + states + j] * u[j];
      }
    }
    return result;
  }
}
