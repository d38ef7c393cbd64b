package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.sensitivity.Stimulus.Pulse;
import java.util.List;

/** Fields, stimuli and losses that the tests of this package share. */
final class Fixtures {
  private Fixtures() {}

  /** x' = p x, x and p scalars. */
  static final class Growth extends JacobianMap {
    Growth() {
      super(2, 1, 1);
    }

    @Override
    protected void value(double[] z, double[] p, double[] y) {
      y[0] = p[0] * z[0];
    }

    @Override
    protected void derivative(double[] z, double[] p, double[][] j) {
      j[0][0] = p[0];
      j[0][2] = z[0];
    }
  }

  /** Robertson 1966 in the form of oracles.json: p = (k1, k2, k3). */
  static final class Robertson extends JacobianMap {
    Robertson() {
      super(4, 3, 3);
    }

    @Override
    protected void value(double[] z, double[] p, double[] y) {
      double slow = p[0] * z[0];
      double back = p[1] * z[1] * z[2];
      double fast = p[2] * z[1] * z[1];
      y[0] = -slow + back;
      y[1] = slow - back - fast;
      y[2] = fast;
    }

    @Override
    protected void derivative(double[] z, double[] p, double[][] j) {
      j[0] = new double[] {-p[0], p[1] * z[2], p[1] * z[1], 0, -z[0], z[1] * z[2], 0};
      j[2] = new double[] {0, 2 * p[2] * z[1], 0, 0, 0, 0, z[1] * z[1]};
      for (int i = 0; i < 7; i++) {
        j[1][i] = -j[0][i] - j[2][i];
      }
    }
  }

  /** Two states, one level, forced in time: z = [x₀ x₁ u t], p = 4 numbers. */
  static final class Driven extends JacobianMap {
    Driven() {
      super(4, 4, 2);
    }

    @Override
    protected void value(double[] z, double[] p, double[] y) {
      y[0] = z[2] - p[0] * z[0] + 0.1 * Math.cos(3 * z[3]);
      y[1] = p[0] * z[0] - p[1] * z[1] * z[0] + p[2] * z[2] * Math.sin(z[3]) * z[1];
    }

    @Override
    protected void derivative(double[] z, double[] p, double[][] j) {
      j[0][0] = -p[0];
      j[0][2] = 1;
      j[0][3] = -0.3 * Math.sin(3 * z[3]);
      j[0][4] = -z[0];
      j[1][0] = p[0] - p[1] * z[1];
      j[1][1] = -p[1] * z[0] + p[2] * z[2] * Math.sin(z[3]);
      j[1][2] = p[2] * Math.sin(z[3]) * z[1];
      j[1][3] = p[2] * z[2] * Math.cos(z[3]) * z[1];
      j[1][4] = z[0];
      j[1][5] = -z[1] * z[0];
      j[1][6] = z[2] * Math.sin(z[3]) * z[1];
    }
  }

  /** x⁺ = (x₀ + p₃ a, x₁ / (1 + a) + 0.1 t): z = [x₀ x₁ a t], the parameters of {@link Driven}. */
  static final class Dose extends JacobianMap {
    Dose() {
      super(4, 4, 2);
    }

    @Override
    protected void value(double[] z, double[] p, double[] y) {
      y[0] = z[0] + p[3] * z[2];
      y[1] = z[1] / (1 + z[2]) + 0.1 * z[3];
    }

    @Override
    protected void derivative(double[] z, double[] p, double[][] j) {
      j[0][0] = 1;
      j[0][2] = p[3];
      j[0][7] = z[2];
      j[1][1] = 1 / (1 + z[2]);
      j[1][2] = -z[1] / ((1 + z[2]) * (1 + z[2]));
      j[1][3] = 0.1;
    }
  }

  static ParametricField driven() {
    return new ParametricField(new Driven(), List.of(new Dose()), 2, 1);
  }

  static final double[] DRIVEN_P = {0.8, 0.5, 0.3, 1.5};

  static Experiment drivenExperiment(double switchTime, double doseTime, double amount) {
    Stimulus stimulus =
        new Stimulus(
            Vec.of(0, switchTime, 3.1),
            List.of(Vec.of(1.0), Vec.of(2.0), Vec.of(0.4)),
            List.of(new Pulse(doseTime, 0, amount), new Pulse(2.9, 0, 0.25)));
    return Experiment.of(0.0, 4.0, Vec.of(1.0, 0.5), stimulus);
  }

  /** ½ Σᵢ Σⱼ wⱼ (xⱼ(tᵢ) − 0.3 j)² + p₀ u x₀: depends on the parameters and levels too. */
  static final class Squares implements Loss {
    private final Vec times;

    Squares(double... times) {
      this.times = Vec.of(times);
    }

    @Override
    public Vec times() {
      return times;
    }

    @Override
    public double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar) {
      double sum = 0.0;
      for (int j = 0; j < xbar.length; j++) {
        double r = z[j] - 0.3 * j;
        double weight = 1.0 + 0.5 * j + 0.1 * index;
        sum += 0.5 * weight * r * r;
        xbar[j] += weight * r;
      }
      if (pbar.length > 0) {
        pbar[0] += z[0];
      }
      xbar[0] += p[0];
      return sum + p[0] * z[0];
    }
  }

  /** The value of one state at one time. */
  static final class Probe implements Loss {
    private final double time;
    private final int state;

    Probe(double time, int state) {
      this.time = time;
      this.state = state;
    }

    @Override
    public Vec times() {
      return Vec.of(time);
    }

    @Override
    public double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar) {
      xbar[state] += 1.0;
      return z[state];
    }
  }
}
