package io.biopilot.twin.estimation;

/**
 * The textbook filter for {@link DecayModel} between ticks of equal length, by closed form; the
 * second method that estimators are compared with (Kalman 1960). Process noise Q Δt is added at the
 * end of each tick.
 */
final class LinearKalman {

  final double[] mean;
  final double[][] covariance;
  private final DecayModel model;

  LinearKalman(DecayModel model) {
    this.model = model;
    mean = model.initialState().toArray();
    double s1 = model.initialUncertainty().get(0);
    double s2 = model.initialUncertainty().get(1);
    covariance = new double[][] {{s1 * s1, 0.0}, {0.0, s2 * s2}};
  }

  /** x₁ = u/k₁ + c e^(-k₁ t); x₂ from the linear equation it drives. */
  void advance(double dt, double u) {
    double e1 = Math.exp(-model.k1() * dt);
    double e2 = Math.exp(-model.k2() * dt);
    double coupling = model.k1() * (e1 - e2) / (model.k2() - model.k1());
    double[][] phi = {{e1, 0.0}, {coupling, e2}};
    double g1 = (1.0 - e1) / model.k1();
    double g2 = (1.0 - e2) / model.k2() - (e1 - e2) / (model.k2() - model.k1());
    double m1 = phi[0][0] * mean[0] + g1 * u;
    double m2 = phi[1][0] * mean[0] + phi[1][1] * mean[1] + g2 * u;
    mean[0] = m1;
    mean[1] = m2;
    double[][] p = new double[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        for (int a = 0; a < 2; a++) {
          for (int b = 0; b < 2; b++) {
            p[i][j] += phi[i][a] * covariance[a][b] * phi[j][b];
          }
        }
        if (i == j) {
          p[i][j] += model.processNoise().get(i) * model.processNoise().get(i) * dt;
        }
      }
    }
    covariance[0] = p[0];
    covariance[1] = p[1];
  }

  /** Scalar update with y = c·x. */
  void correct(double[] c, double value, double deviation) {
    double[] pc = {
      covariance[0][0] * c[0] + covariance[0][1] * c[1],
      covariance[1][0] * c[0] + covariance[1][1] * c[1]
    };
    double s = c[0] * pc[0] + c[1] * pc[1] + deviation * deviation;
    double innovation = value - c[0] * mean[0] - c[1] * mean[1];
    for (int i = 0; i < 2; i++) {
      mean[i] += pc[i] / s * innovation;
    }
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        covariance[i][j] -= pc[i] * pc[j] / s;
      }
    }
  }
}
