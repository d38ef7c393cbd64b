package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.VectorField;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Problems whose solution is known, most of them from the DETEST set (Hull, Enright, Fellen,
 * Sedgwick, SIAM J. Numer. Anal. 9 (1972) 603-637; the letters are theirs).
 */
final class ExactProblems {

  private ExactProblems() {}

  /** A problem and its solution. */
  record Exact(String name, InitialValueProblem problem, DoubleFunction<Vec> solution) {
    @Override
    public String toString() {
      return name;
    }

    /** Over all kept states. */
    double largestError(Solution solution) {
      double largest = 0.0;
      for (int j = 0; j < solution.times().size(); j++) {
        Vec truth = this.solution.apply(solution.times().get(j));
        largest = Math.max(largest, distance(solution.states().get(j), truth));
      }
      return largest;
    }

    /** On the dense output, at about a thousand times that are no steps' ends. */
    double largestErrorBetween(Solution solution) {
      double largest = 0.0;
      double end = problem.end();
      for (double t = 0.0; t < end; t += 0.000731 * end) {
        Vec truth = this.solution.apply(t);
        largest = Math.max(largest, distance(solution.dense().at(t), truth));
      }
      return largest;
    }
  }

  private static Exact exact(
      String name, double end, DoubleFunction<Vec> solution, VectorField.Derivative f) {
    Vec initial = solution.apply(0.0);
    VectorField field = VectorField.of(initial.size(), f);
    return new Exact(name, InitialValueProblem.of(field, 0.0, initial, end), solution);
  }

  /** Two coupled, nonlinear equations that depend on time. */
  static Exact smooth() {
    return exact(
        "smooth",
        2.0,
        t -> Vec.of(Math.exp(Math.sin(t)), 1.0 / (1.0 + t)),
        (t, y, dydt) -> {
          dydt[0] = y[0] * Math.cos(t) + y[1] * (1.0 + t) - 1.0;
          dydt[1] = -y[1] * y[1] * y[0] / Math.exp(Math.sin(t));
        });
  }

  static List<Exact> detest() {
    return List.of(
        smooth(),
        exact("A1", 20.0, t -> Vec.of(Math.exp(-t)), (t, y, d) -> d[0] = -y[0]),
        exact(
            "A2",
            20.0,
            t -> Vec.of(1.0 / Math.sqrt(t + 1.0)),
            (t, y, d) -> d[0] = -y[0] * y[0] * y[0] / 2.0),
        exact(
            "A3", 20.0, t -> Vec.of(Math.exp(Math.sin(t))), (t, y, d) -> d[0] = y[0] * Math.cos(t)),
        exact(
            "A4",
            20.0,
            t -> Vec.of(20.0 / (1.0 + 19.0 * Math.exp(-t / 4.0))),
            (t, y, d) -> d[0] = y[0] / 4.0 * (1.0 - y[0] / 20.0)),
        exact("B4", 10.0, ExactProblems::oscillator, ExactProblems::oscillatorField),
        exact("D1", 10.0, t -> kepler(0.1, t), ExactProblems::keplerField),
        exact("D3", 10.0, t -> kepler(0.5, t), ExactProblems::keplerField));
  }

  private static Vec oscillator(double t) {
    return Vec.of(Math.sin(2.0 * t), 2.0 * Math.cos(2.0 * t), Math.exp(-0.5 * t));
  }

  private static void oscillatorField(double t, double[] y, double[] d) {
    d[0] = y[1];
    d[1] = -4.0 * y[0];
    d[2] = -0.5 * y[2];
  }

  private static void keplerField(double t, double[] y, double[] d) {
    double r2 = y[0] * y[0] + y[1] * y[1];
    double r3 = r2 * Math.sqrt(r2);
    d[0] = y[2];
    d[1] = y[3];
    d[2] = -y[0] / r3;
    d[3] = -y[1] / r3;
  }

  /** Orbit of the given eccentricity: u - e sin u = t. */
  private static Vec kepler(double e, double t) {
    double u = t;
    for (int i = 0; i < 50; i++) {
      u -= (u - e * Math.sin(u) - t) / (1.0 - e * Math.cos(u));
    }
    double root = Math.sqrt(1.0 - e * e);
    double r = 1.0 - e * Math.cos(u);
    return Vec.of(Math.cos(u) - e, root * Math.sin(u), -Math.sin(u) / r, root * Math.cos(u) / r);
  }

  /** Largest difference of two vectors. */
  static double distance(Vec a, Vec b) {
    double largest = 0.0;
    for (int i = 0; i < a.size(); i++) {
      largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)));
    }
    return largest;
  }
}
