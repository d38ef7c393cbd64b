package io.biopilot.bench.adjoints;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.sensitivity.Experiment;
import io.biopilot.twin.sensitivity.Gradient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far the ways to differentiate lie apart: the largest difference of two gradients, each entry
 * times the size of its variable, in parts of the largest such entry.
 */
final class Agreement {
  /** Equal steps of the frozen-step comparison (h): short, where the glucose runs out. */
  private static final double STEP = 0.002;

  /** The first parameters are moved there, and every so many of the others. */
  private static final int FIRST = 3;

  private static final int SOME = 40;

  private static final double DIFFERENCE = 1e-5;

  private final FedBatchFit fit = new FedBatchFit();
  private final double relative;
  private final double[] p = fit.parameters();
  private final Gradient truth;

  /**
   * One method. What a method has not is null: Rosenbrock steps have no discrete adjoint.
   *
   * @param discrete discrete adjoint against the truth
   * @param continuous continuous adjoint against the truth
   * @param between continuous against discrete
   * @param forward forward sensitivities against discrete
   * @param segments discrete with 20 kB for its steps against discrete
   * @param frozen discrete against central differences over the same equal steps
   */
  record Row(
      String method,
      @Nullable Double discrete,
      double continuous,
      @Nullable Double between,
      @Nullable Double forward,
      @Nullable Double segments,
      @Nullable Double frozen) {}

  /** Switch time, dose time and amount: adjoint and central differences of accurate solves. */
  record Timing(String name, double adjoint, double difference) {
    double apart() {
      return Math.abs(adjoint - difference) / Math.abs(difference);
    }
  }

  Agreement(double relative) {
    this.relative = relative;
    Integrator tight = Integrator.of(new RadauIIA5(1e-5), Tolerance.of(1e-12, 1e-14));
    truth = fit.gradient(new Adjoint.Discrete(tight), fit.experiment(), p);
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Method method : List.of(new Tsit5(), new Kvaerno5(), new RadauIIA5())) {
      rows.add(row(method));
    }
    Integrator integrator = integrator(new Rodas5P());
    Gradient continuous = gradient(new Adjoint.Continuous(integrator, integrator));
    rows.add(new Row("Rodas5P", null, apart(continuous, truth), null, null, null, null));
    return rows;
  }

  private Integrator integrator(Method method) {
    return Integrator.of(method, Tolerance.of(relative, 1e-2 * relative));
  }

  private Gradient gradient(Adjoint adjoint) {
    return fit.gradient(adjoint, fit.experiment(), p);
  }

  private Row row(Method method) {
    Integrator integrator = integrator(method);
    Gradient discrete = gradient(new Adjoint.Discrete(integrator));
    Gradient continuous = gradient(new Adjoint.Continuous(integrator, integrator));
    Gradient forward = gradient(new Adjoint.Forward(integrator));
    Gradient segments = gradient(new Adjoint.Discrete(integrator, 20_000));
    return new Row(
        method.name(),
        apart(discrete, truth),
        apart(continuous, truth),
        apart(continuous, discrete),
        apart(forward, discrete),
        apart(segments, discrete),
        frozen(method));
  }

  /** Parameters and initial state together. */
  private double apart(Gradient a, Gradient b) {
    double[] x = fit.initial().toArray();
    return Math.max(apart(a.parameters(), b.parameters(), p), apart(a.initial(), b.initial(), x));
  }

  private static double apart(Vec a, Vec b, double[] at) {
    double worst = 0.0;
    double largest = 0.0;
    for (int i = 0; i < at.length; i++) {
      double scale = scale(at[i]);
      worst = Math.max(worst, scale * Math.abs(a.get(i) - b.get(i)));
      largest = Math.max(largest, scale * Math.abs(b.get(i)));
    }
    return worst / largest;
  }

  private static double scale(double value) {
    return value == 0.0 ? 1.0 : Math.abs(value);
  }

  private double frozen(Method method) {
    // the implicit stages' equations are solved to rounding, so that differences see no iteration
    Method exact =
        method instanceof Kvaerno5
            ? new Kvaerno5(1e-5)
            : method instanceof RadauIIA5 ? new RadauIIA5(1e-5) : method;
    Adjoint adjoint = new Adjoint.Discrete(Integrator.fixed(exact, STEP));
    Experiment experiment = fit.experiment();
    Vec discrete = fit.gradient(adjoint, experiment, p).parameters();
    double[] differences = discrete.toArray();
    for (int i = 0; i < p.length; i += i < FIRST ? 1 : SOME) {
      int index = i;
      differences[i] =
          central(
              p[i],
              DIFFERENCE * scale(p[i]),
              v -> {
                double[] moved = p.clone();
                moved[index] = v;
                return fit.gradient(adjoint, experiment, moved).loss();
              });
    }
    return apart(discrete, Vec.of(differences), p);
  }

  private static double central(double x, double step, DoubleUnaryOperator f) {
    return (f.applyAsDouble(x + step) - f.applyAsDouble(x - step)) / (2.0 * step);
  }

  List<Timing> timings() {
    Adjoint accurate = new Adjoint.Discrete(Integrator.of(new Tsit5(), Tolerance.of(1e-12, 1e-13)));
    Gradient g = gradient(accurate);
    Vec x = fit.initial();
    return List.of(
        new Timing(
            "switch time",
            g.switchTimes().get(1),
            central(3.4, 1e-3, v -> loss(accurate, fit.experiment(x, v, 7.2, 0.05)))),
        new Timing(
            "dose time",
            g.pulseTimes().get(0),
            central(7.2, 1e-3, v -> loss(accurate, fit.experiment(x, 3.4, v, 0.05)))),
        new Timing(
            "dose amount",
            g.pulseAmounts().get(0),
            central(0.05, 1e-4, v -> loss(accurate, fit.experiment(x, 3.4, 7.2, v)))));
  }

  private double loss(Adjoint adjoint, Experiment experiment) {
    return fit.gradient(adjoint, experiment, p).loss();
  }
}
