package io.biopilot.mpc.transcription;

import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import java.util.List;

/** Carries an estimate over one interval or one dose, with its linearised covariance. */
public final class Transition {

  private final ProcessModel process;
  private final double[] parameters;
  private final Scheme scheme;
  private final MapPoint.Columns columns;
  private final CurvatureScratch scratch;

  public Transition(ProcessModel process, Vec parameters, Scheme scheme) {
    this.process = process;
    this.parameters = parameters.toArray();
    this.scheme = scheme;
    int inputs = process.schema().inputs().size();
    columns = MapPoint.Columns.of(process.schema().states().size(), inputs, false);
    scratch = new CurvatureScratch(columns, columns.states() + inputs + 2, scheme.panels());
  }

  /** The estimate at the end of an interval with constant inputs. */
  public Estimate flow(Estimate from, Vec inputs, double until) {
    double length = until - from.time();
    Flow flow =
        new Flow(
            process.dynamics(),
            parameters,
            columns,
            scheme.tableau(),
            scheme.steps(length),
            IntervalBuilder.lowest(process.schema()),
            scratch);
    flow.place(from.time(), 0.0, length, 0.0);
    return carry(from, flow, inputs, until);
  }

  /** The estimate after a dose at its own time. */
  public Estimate dose(Estimate from, int impulse, double amount) {
    Jump jump = new Jump(process.jumps().get(impulse), parameters, columns, -1, scratch);
    jump.place(from.time(), 0.0);
    jump.fix(amount);
    return carry(from, jump, Vec.zeros(columns.controls()), from.time());
  }

  private Estimate carry(Estimate from, Element element, Vec inputs, double until) {
    int nx = columns.states();
    double[] w = new double[columns.count()];
    from.state().copyInto(w, 0);
    inputs.copyInto(w, nx);
    Interval interval = new Interval(columns, List.of(element));
    double[] end = interval.forward(w);
    double[] a = interval.sensitivity();
    double[] covariance = new double[nx * nx];
    for (int i = 0; i < nx; i++) {
      for (int j = 0; j < nx; j++) {
        double sum = 0.0;
        for (int m = 0; m < nx; m++) {
          for (int n = 0; n < nx; n++) {
            sum +=
                a[i * columns.leading() + m]
                    * from.covariance().get(m * nx + n)
                    * a[j * columns.leading() + n];
          }
        }
        covariance[i * nx + j] = sum;
      }
      double q = process.processNoise().get(i);
      covariance[i * nx + i] += q * q * (until - from.time());
    }
    return new Estimate(until, Vec.of(end), Vec.of(covariance));
  }
}
