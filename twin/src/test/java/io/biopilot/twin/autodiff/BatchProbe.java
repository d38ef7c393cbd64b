package io.biopilot.twin.autodiff;

import io.biopilot.twin.autodiff.SmoothMap.Shape;
import io.biopilot.twin.autodiff.SmoothMap.Workspace;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Compares a batch of three with three single evaluations: value, pushforward and pullback. */
final class BatchProbe {
  private static final int BATCH = 3;

  /** Draws one point of the domain. */
  interface Domain {
    void draw(RandomGenerator random, double[] x, double[] p);
  }

  private final SmoothMap map;
  private final Shape shape;
  private final double[] x;
  private final double[] p;
  private final double[] dx;
  private final double[] dp;
  private final double[] ybar;

  BatchProbe(SmoothMap map, Domain domain) {
    this.map = map;
    this.shape = map.shape();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    x = new double[BATCH * shape.inputs()];
    p = new double[shape.parameters()];
    double[] one = new double[shape.inputs()];
    for (int b = 0; b < BATCH; b++) {
      domain.draw(random, one, p);
      System.arraycopy(one, 0, x, b * one.length, one.length);
    }
    dx = random.doubles(x.length, -1.0, 1.0).toArray();
    dp = random.doubles(p.length, -1.0, 1.0).toArray();
    ybar = random.doubles((long) BATCH * shape.outputs(), -1.0, 1.0).toArray();
  }

  void check(double tolerance) {
    double[] y = new double[BATCH * shape.outputs()];
    double[] dy = y.clone();
    double[] xbar = new double[x.length];
    double[] pbar = new double[p.length];
    Workspace all = map.workspace(BATCH);
    map.valueInto(x, p, y, all);
    map.pushforwardInto(dx, dp, dy, all);
    map.addPullback(ybar, xbar, pbar, all);
    double[] pbarSum = new double[p.length];
    Workspace single = map.workspace(1);
    for (int b = 0; b < BATCH; b++) {
      double[] y1 = new double[shape.outputs()];
      double[] dy1 = y1.clone();
      double[] xbar1 = new double[shape.inputs()];
      map.valueInto(slice(x, b, shape.inputs()), p, y1, single);
      map.pushforwardInto(slice(dx, b, shape.inputs()), dp, dy1, single);
      map.addPullback(slice(ybar, b, shape.outputs()), xbar1, pbarSum, single);
      compare(slice(y, b, shape.outputs()), y1, tolerance, "value of sample " + b);
      compare(slice(dy, b, shape.outputs()), dy1, tolerance, "pushforward of sample " + b);
      compare(slice(xbar, b, shape.inputs()), xbar1, tolerance, "pullback of sample " + b);
    }
    compare(pbar, pbarSum, tolerance, "pullback to the parameters");
  }

  private static double[] slice(double[] all, int sample, int length) {
    return Arrays.copyOfRange(all, sample * length, (sample + 1) * length);
  }

  private static void compare(double[] actual, double[] expected, double tolerance, String what) {
    for (int i = 0; i < expected.length; i++) {
      SmoothMapContract.assertClose(actual[i], expected[i], tolerance, what + ", entry " + i);
    }
  }
}
