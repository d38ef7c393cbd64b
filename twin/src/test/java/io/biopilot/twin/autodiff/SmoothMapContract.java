package io.biopilot.twin.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Allocation;
import io.biopilot.testing.Seeds;
import io.biopilot.twin.autodiff.SmoothMap.Shape;
import io.biopilot.twin.autodiff.SmoothMap.Workspace;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SmoothMap} promises. An implementation's test extends this class and supplies
 * the map and, where its domain is not the whole space, a point.
 */
public abstract class SmoothMapContract {
  private static final double STEP = 1e-5;

  /** The map under test; the same one each time within a test. */
  protected abstract SmoothMap map();

  /** Fills x and p with a random point of the domain, away from kinks; here normal values. */
  protected void drawPoint(RandomGenerator random, double[] x, double[] p) {
    fill(random, x);
    fill(random, p);
  }

  /**
   * Relative tolerance of the comparison with central differences of step 1e-5: 1e-10 of truncation
   * and 1e-11 of rounding, times the scale of third derivatives.
   */
  protected double differenceTolerance() {
    return 1e-6;
  }

  /** Relative tolerance of identities that hold but for rounding. */
  protected double roundingTolerance() {
    return 1e-10;
  }

  /** Whether {@code workspace(3)} serves three points at once; most maps do. */
  protected boolean servesBatches() {
    return true;
  }

  @Seeds
  void pushforwardAgreesWithCentralDifferences(long seed) {
    Probe probe = new Probe(seed);
    double[] dy = new double[probe.shape.outputs()];
    probe.value();
    probe.map.pushforwardInto(probe.dx, probe.dp, dy, probe.w);
    double[] up = probe.valueAlong(STEP);
    double[] down = probe.valueAlong(-STEP);
    for (int i = 0; i < dy.length; i++) {
      double difference = (up[i] - down[i]) / (2.0 * STEP);
      assertClose(dy[i], difference, differenceTolerance(), "output " + i);
    }
  }

  @Seeds
  void pullbackIsTheTransposeOfPushforward(long seed) {
    Probe probe = new Probe(seed);
    double[] dy = new double[probe.shape.outputs()];
    double[] xbar = new double[probe.shape.inputs()];
    double[] pbar = new double[probe.shape.parameters()];
    probe.value();
    probe.map.pushforwardInto(probe.dx, probe.dp, dy, probe.w);
    probe.map.addPullback(probe.ybar, xbar, pbar, probe.w);
    double forward = dot(probe.ybar, dy);
    double backward = dot(xbar, probe.dx) + dot(pbar, probe.dp);
    assertClose(backward, forward, roundingTolerance(), "<w, Jv> = <J'w, v>");
  }

  @Seeds(count = 3)
  void pullbackAddsToWhatIsThere(long seed) {
    Probe probe = new Probe(seed);
    double[] xbar = new double[probe.shape.inputs()];
    double[] pbar = new double[probe.shape.parameters()];
    probe.value();
    probe.map.addPullback(probe.ybar, xbar, pbar, probe.w);
    double[] twiceX = xbar.clone();
    double[] twiceP = pbar.clone();
    probe.map.addPullback(probe.ybar, twiceX, twiceP, probe.w);
    for (int j = 0; j < xbar.length; j++) {
      assertClose(twiceX[j], 2.0 * xbar[j], roundingTolerance(), "input " + j);
    }
    for (int j = 0; j < pbar.length; j++) {
      assertClose(twiceP[j], 2.0 * pbar[j], roundingTolerance(), "parameter " + j);
    }
  }

  @Seeds
  void hessianVectorAgreesWithDifferencesOfThePullback(long seed) {
    Probe probe = new Probe(seed);
    double[] out = probe.hessianVector(probe.joint(probe.dx, probe.dp));
    double[] up = probe.gradientAlong(STEP);
    double[] down = probe.gradientAlong(-STEP);
    double scale = 0.0;
    for (double value : out) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < out.length; i++) {
      double difference = (up[i] - down[i]) / (2.0 * STEP);
      assertThat(out[i])
          .as("entry %d of the Hessian times v, seed %d", i, seed)
          .isCloseTo(difference, within(10.0 * differenceTolerance() * (1.0 + scale)));
    }
  }

  @Seeds
  void hessianIsSymmetric(long seed) {
    Probe probe = new Probe(seed);
    double[] v = probe.joint(probe.dx, probe.dp);
    double[] u = v.clone();
    fill(generator(seed + 1000), u);
    double uhv = dot(u, probe.hessianVector(v));
    double vhu = dot(v, probe.hessianVector(u));
    assertClose(uhv, vhu, 10.0 * roundingTolerance(), "<u, Hv> = <v, Hu>");
  }

  @Seeds(count = 5)
  void jacobiansHoldThePushforwardsColumns(long seed) {
    Probe probe = new Probe(seed);
    Shape s = probe.shape;
    double[] byInput = new double[s.outputs() * s.inputs()];
    double[] byParameter = new double[s.outputs() * s.parameters()];
    double[] together = new double[byInput.length];
    double[] y = new double[s.outputs()];
    probe.map.jacobianInto(probe.x, probe.p, byInput, probe.w);
    probe.map.parameterJacobianInto(probe.x, probe.p, byParameter, probe.w);
    probe.map.valueAndJacobianInto(probe.x, probe.p, y, together, probe.w);
    assertThat(together).containsExactly(byInput, within(1e-12 * (1.0 + largest(byInput))));
    assertThat(y).containsExactly(probe.value(), within(1e-12 * (1.0 + largest(y))));
    double[] dy = new double[s.outputs()];
    probe.map.pushforwardInto(probe.dx, probe.dp, dy, probe.w);
    for (int i = 0; i < s.outputs(); i++) {
      double sum = 0.0;
      for (int j = 0; j < s.inputs(); j++) {
        sum += byInput[i * s.inputs() + j] * probe.dx[j];
      }
      for (int j = 0; j < s.parameters(); j++) {
        sum += byParameter[i * s.parameters() + j] * probe.dp[j];
      }
      assertClose(sum, dy[i], 10.0 * roundingTolerance(), "row " + i);
    }
  }

  @Seeds(count = 5)
  void inputHessianIsTheLowerTriangleAndIsAdded(long seed) {
    Probe probe = new Probe(seed);
    int n = probe.shape.inputs();
    double[] hessian = new double[n * n];
    Arrays.fill(hessian, 7.0);
    probe.map.addInputHessian(probe.x, probe.p, probe.ybar, hessian, probe.w);
    double[] unit = new double[n + probe.shape.parameters()];
    for (int j = 0; j < n; j++) {
      unit[j] = 1.0;
      double[] column = probe.hessianVector(unit);
      unit[j] = 0.0;
      for (int i = 0; i < n; i++) {
        double expected = i >= j ? 7.0 + column[i] : 7.0;
        assertClose(hessian[i * n + j], expected, 10.0 * roundingTolerance(), i + ", " + j);
      }
    }
  }

  @Seeds(count = 5)
  void adjointChangeIsThatOfThePullback(long seed) {
    Probe probe = new Probe(seed);
    Shape s = probe.shape;
    double[] dybar = probe.ybar.clone();
    fill(generator(seed + 2000), dybar);
    double[] product = probe.hessianVector(probe.joint(probe.dx, new double[s.parameters()]));
    double[] xbar = new double[s.inputs()];
    double[] pbar = new double[s.parameters()];
    probe.map.addPullback(dybar, xbar, pbar, probe.w);
    double[] x = new double[s.inputs()];
    double[] p = new double[s.parameters()];
    Arrays.fill(x, 7.0);
    Arrays.fill(p, 7.0);
    double[] change = probe.joint(probe.dx, dybar);
    probe.map.addAdjointChange(probe.x, probe.p, probe.ybar, change, x, p, probe.w);
    for (int i = 0; i < x.length; i++) {
      double expected = 7.0 + xbar[i] + product[i];
      assertClose(x[i], expected, 10.0 * roundingTolerance(), "input " + i);
    }
    for (int i = 0; i < p.length; i++) {
      double expected = 7.0 + pbar[i] + product[x.length + i];
      assertClose(p[i], expected, 10.0 * roundingTolerance(), "parameter " + i);
    }
  }

  @Seeds(count = 3)
  void workspacesAreIndependent(long seed) {
    Probe first = new Probe(seed);
    Probe second = new Probe(seed + 500);
    double[] before = new double[first.shape.outputs()];
    double[] after = before.clone();
    first.value();
    first.map.pushforwardInto(first.dx, first.dp, before, first.w);
    second.value();
    first.map.pushforwardInto(first.dx, first.dp, after, first.w);
    assertThat(after).containsExactly(before);
  }

  @Seeds(count = 3)
  void argumentsMayChangeAfterTheValue(long seed) {
    Probe probe = new Probe(seed);
    double[] before = new double[probe.shape.outputs()];
    double[] after = before.clone();
    probe.value();
    probe.map.pushforwardInto(probe.dx, probe.dp, before, probe.w);
    Arrays.fill(probe.x, Double.NaN);
    probe.map.pushforwardInto(probe.dx, probe.dp, after, probe.w);
    assertThat(after).containsExactly(before);
  }

  @Seeds(count = 3)
  void emptyParameterDirectionStandsForZero(long seed) {
    Probe probe = new Probe(seed);
    double[] empty = {};
    double[] zero = new double[probe.shape.parameters()];
    double[] dy = new double[probe.shape.outputs()];
    double[] dyZero = dy.clone();
    double[] xbar = new double[probe.shape.inputs()];
    double[] xbarFull = xbar.clone();
    probe.value();
    probe.map.pushforwardInto(probe.dx, empty, dy, probe.w);
    probe.map.pushforwardInto(probe.dx, zero, dyZero, probe.w);
    probe.map.addPullback(probe.ybar, xbar, empty, probe.w);
    probe.map.addPullback(probe.ybar, xbarFull, zero, probe.w);
    for (int i = 0; i < dy.length; i++) {
      assertClose(dy[i], dyZero[i], roundingTolerance(), "output " + i);
    }
    for (int j = 0; j < xbar.length; j++) {
      assertClose(xbar[j], xbarFull[j], roundingTolerance(), "input " + j);
    }
  }

  @Seeds(count = 3)
  void deferredPullbacksOfSiblingsGiveTheSameGradient(long seed) {
    Probe first = new Probe(seed);
    Probe second = new Probe(seed + 500);
    double[] expected = new double[first.shape.parameters()];
    double[] deferred = expected.clone();
    double[] xbar = new double[first.shape.inputs()];
    double[] y = new double[first.shape.outputs()];
    first.value();
    first.map.addPullback(first.ybar, xbar.clone(), expected, first.w);
    first.map.valueInto(second.x, first.p, y, first.w);
    first.map.addPullback(second.ybar, xbar.clone(), expected, first.w);

    Workspace main = first.map.workspace(1);
    first.map.bindParameters(first.p, main);
    Workspace sibling = first.map.sibling(main);
    first.map.valueInto(first.x, first.p, y, main);
    first.map.valueInto(second.x, first.p, y, sibling);
    first.map.deferPullback(second.ybar, xbar.clone(), deferred, sibling);
    first.map.deferPullback(first.ybar, xbar.clone(), deferred, main);
    first.map.flushPullback(deferred, main);
    for (int j = 0; j < expected.length; j++) {
      assertClose(deferred[j], expected[j], 10.0 * roundingTolerance(), "parameter " + j);
    }
  }

  @Test
  void batchIsTheSamplesOneByOne() {
    if (servesBatches()) {
      new BatchProbe(map(), this::drawPoint).check(roundingTolerance());
    }
  }

  @Test
  void nothingIsAllocatedWhenWarm() {
    Probe probe = new Probe(1);
    Shape s = probe.shape;
    double[] y = new double[s.outputs()];
    double[] xbar = new double[s.inputs()];
    double[] pbar = new double[s.parameters()];
    double[] v = probe.joint(probe.dx, probe.dp);
    double[] out = new double[v.length];
    SmoothMap map = probe.map;
    long bytes =
        Allocation.bytesWhenWarm(
            () -> {
              map.valueInto(probe.x, probe.p, y, probe.w);
              map.pushforwardInto(probe.dx, probe.dp, y, probe.w);
              map.addPullback(probe.ybar, xbar, pbar, probe.w);
              map.addHessianVector(probe.ybar, v, out, probe.w);
            });
    assertThat(bytes).as("bytes allocated in 100 rounds").isZero();
  }

  /** A random point with random directions. */
  private final class Probe {
    final SmoothMap map = map();
    final Shape shape = map.shape();
    final Workspace w = map.workspace(1);
    final double[] x = new double[shape.inputs()];
    final double[] p = new double[shape.parameters()];
    final double[] dx = new double[shape.inputs()];
    final double[] dp = new double[shape.parameters()];
    final double[] ybar = new double[shape.outputs()];

    Probe(long seed) {
      RandomGenerator random = generator(seed);
      drawPoint(random, x, p);
      fill(random, dx);
      fill(random, dp);
      fill(random, ybar);
    }

    double[] value() {
      double[] y = new double[shape.outputs()];
      map.valueInto(x, p, y, w);
      return y;
    }

    double[] joint(double[] first, double[] second) {
      double[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }

    double[] valueAlong(double step) {
      double[] y = new double[shape.outputs()];
      map.valueInto(moved(x, dx, step), moved(p, dp, step), y, map.workspace(1));
      return y;
    }

    double[] gradientAlong(double step) {
      Workspace other = map.workspace(1);
      double[] xbar = new double[shape.inputs()];
      double[] pbar = new double[shape.parameters()];
      double[] y = new double[shape.outputs()];
      map.valueInto(moved(x, dx, step), moved(p, dp, step), y, other);
      map.addPullback(ybar, xbar, pbar, other);
      return joint(xbar, pbar);
    }

    double[] hessianVector(double[] v) {
      double[] out = new double[v.length];
      value();
      map.addHessianVector(ybar, v, out, w);
      return out;
    }
  }

  private static double[] moved(double[] from, double[] direction, double step) {
    double[] to = from.clone();
    for (int i = 0; i < to.length; i++) {
      to[i] += step * direction[i];
    }
    return to;
  }

  private static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static void fill(RandomGenerator random, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0.0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double largest(double[] values) {
    double most = 0.0;
    for (double value : values) {
      most = Math.max(most, Math.abs(value));
    }
    return most;
  }

  static void assertClose(double actual, double expected, double relative, String what) {
    double tolerance = relative * (1.0 + Math.abs(expected));
    assertThat(actual).as(what).isCloseTo(expected, within(tolerance));
  }
}
