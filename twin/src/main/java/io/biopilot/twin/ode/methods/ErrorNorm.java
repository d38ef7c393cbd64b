package io.biopilot.twin.ode.methods;

/** The size of an error in units of the tolerance. */
final class ErrorNorm {

  private ErrorNorm() {}

  /** √(1/n Σ (e_i / (absolute_i + relative max(|y_i|, |z_i|)))²); NaN if an entry is not finite. */
  static double of(double[] error, double[] y, double[] z, double relative, double[] absolute) {
    double sum = 0.0;
    for (int i = 0; i < error.length; i++) {
      double scale = absolute[i] + relative * Math.max(Math.abs(y[i]), Math.abs(z[i]));
      double ratio = error[i] / scale;
      sum += ratio * ratio;
    }
    double norm = Math.sqrt(sum / error.length);
    // An infinite norm would read as "not solved"; both shorten the step.
    return norm < Double.POSITIVE_INFINITY ? norm : Double.NaN;
  }

  /** √(1/n Σ (e_i / (absolute_i + relative |y_i|))²). */
  static double of(double[] error, double[] y, double relative, double[] absolute) {
    return of(error, y, y, relative, absolute);
  }
}
