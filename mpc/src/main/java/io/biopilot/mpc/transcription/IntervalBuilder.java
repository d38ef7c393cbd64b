package io.biopilot.mpc.transcription;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the chain of each interval: doses and the flow between them. */
final class IntervalBuilder {

  private final OptimalControlProblem problem;
  private final ProcessModel process;
  private final double[] parameters;
  private final Scheme scheme;
  private final Layout layout;
  private final Map<MapPoint.Columns, CurvatureScratch> scratch = new HashMap<>();

  IntervalBuilder(
      OptimalControlProblem problem,
      ProcessModel process,
      double[] parameters,
      Scheme scheme,
      Layout layout) {
    this.problem = problem;
    this.process = process;
    this.parameters = parameters;
    this.scheme = scheme;
    this.layout = layout;
  }

  Interval build(int stage) {
    MapPoint.Columns columns = layout.mapColumns(stage);
    CurvatureScratch shared =
        scratch.computeIfAbsent(
            columns,
            c -> new CurvatureScratch(c, layout.states + layout.inputs + 2, scheme.panels()));
    List<Element> chain = new ArrayList<>();
    for (Link link : Link.of(layout, scheme, stage)) {
      if (link instanceof Link.Dose dose) {
        chain.add(jump(dose, columns, shared));
      } else if (link instanceof Link.Run run) {
        chain.add(flow(run, columns, shared));
      } else {
        throw new AssertionError(link);
      }
    }
    return new Interval(columns, chain);
  }

  private Jump jump(Link.Dose dose, MapPoint.Columns columns, CurvatureScratch shared) {
    int impulse = problem.pulses().get(dose.slot().pulse()).impulse();
    Jump jump = new Jump(process.jumps().get(impulse), parameters, columns, dose.column(), shared);
    jump.place(dose.time(), dose.slope());
    if (!dose.slot().chosen()) {
      jump.fix(dose.slot().amount());
    }
    return jump;
  }

  private Flow flow(Link.Run run, MapPoint.Columns columns, CurvatureScratch shared) {
    double[] lowest = lowest(process.schema());
    Flow flow =
        new Flow(
            process.dynamics(), parameters, columns, scheme.tableau(), run.steps(), lowest, shared);
    flow.place(run.start(), run.startSlope(), run.length(), run.lengthSlope());
    return flow;
  }

  /** Lowest sensible value of each state. */
  static double[] lowest(Schema schema) {
    return schema.states().stream().mapToDouble(Quantity::lower).toArray();
  }
}
