package io.biopilot.mpc.transcription;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the chain of each interval: its doses, then the flow. */
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
    Grid grid = layout.grid;
    int choices = grid.choices(stage);
    MapPoint.Columns columns =
        MapPoint.Columns.of(layout.states, layout.inputs + choices, layout.free);
    CurvatureScratch shared =
        scratch.computeIfAbsent(
            columns, c -> new CurvatureScratch(c, layout.states + layout.inputs + 2));
    double begin = layout.free ? grid.times().get(0) : grid.times().get(stage);
    double beginSlope = layout.free ? stage : 0.0;
    List<Element> chain = new ArrayList<>();
    int choice = 0;
    for (Grid.Slot slot : grid.doses().get(stage)) {
      int column = slot.chosen() ? layout.states + layout.inputs + choice++ : -1;
      int impulse = problem.pulses().get(slot.pulse()).impulse();
      Jump jump = new Jump(process.jumps().get(impulse), parameters, columns, column, shared);
      jump.place(begin, beginSlope);
      if (!slot.chosen()) {
        jump.fix(slot.amount());
      }
      chain.add(jump);
    }
    double length = grid.length(stage);
    Flow flow =
        new Flow(
            process.dynamics(),
            parameters,
            columns,
            scheme.tableau(),
            scheme.steps(length),
            lowest(process.schema()),
            shared);
    flow.place(begin, beginSlope, layout.free ? 0.0 : length, layout.free ? 1.0 : 0.0);
    chain.add(flow);
    return new Interval(columns, chain);
  }

  /** Lowest sensible value of each state. */
  static double[] lowest(Schema schema) {
    return schema.states().stream().mapToDouble(Quantity::lower).toArray();
  }
}
