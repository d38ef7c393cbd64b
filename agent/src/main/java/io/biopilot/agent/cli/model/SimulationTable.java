package io.biopilot.agent.cli.model;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Solution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A solution as a table: t, states, outputs, then named expressions. A name that stands already
 * gets its kind in front, e.g. {@code output.X}.
 */
final class SimulationTable {
  private final HybridModel model;
  private final Solution solution;
  private final List<Quantity> columns = new ArrayList<>();
  private final List<List<Double>> rows = new ArrayList<>();

  SimulationTable(HybridModel model, Vec parameters, InputSchedule schedule, Solution solution) {
    this.model = model;
    this.solution = solution;
    Set<String> taken = new HashSet<>();
    add("state", model.schema().states(), taken);
    add("output", model.schema().outputs(), taken);
    add("expression", model.intermediates(), taken);
    List<Vec> outputs = Simulation.outputs(model, parameters, schedule, solution);
    List<Vec> expressions = expressions(parameters, schedule);
    for (int i = 0; i < solution.states().size(); i++) {
      List<Double> row = new ArrayList<>();
      row.add(solution.times().get(i));
      append(row, solution.states().get(i));
      append(row, outputs.get(i));
      append(row, expressions.get(i));
      rows.add(row);
    }
  }

  private void add(String kind, List<Quantity> quantities, Set<String> taken) {
    for (Quantity q : quantities) {
      String name = taken.add(q.name()) ? q.name() : kind + "." + q.name();
      columns.add(new Quantity(name, q.unit(), q.description(), q.lower(), q.upper()));
    }
  }

  private static void append(List<Double> row, Vec values) {
    for (int i = 0; i < values.size(); i++) {
      row.add(values.get(i));
    }
  }

  private List<Vec> expressions(Vec parameters, InputSchedule schedule) {
    SmoothMap map = model.intermediateMap();
    SmoothMap.Workspace w = map.workspace(1);
    int n = model.schema().states().size();
    double[] x = new double[map.shape().inputs()];
    double[] y = new double[map.shape().outputs()];
    double[] p = parameters.toArray();
    List<Vec> all = new ArrayList<>();
    for (int i = 0; i < solution.states().size(); i++) {
      double t = solution.times().get(i);
      solution.states().get(i).copyInto(x, 0);
      schedule.levelsAt(t).copyInto(x, n);
      x[x.length - 1] = t;
      map.valueInto(x, p, y, w);
      all.add(Vec.of(y));
    }
    return all;
  }

  /** A comment with the units, a header, one line a time. */
  String csv() {
    StringBuilder text = new StringBuilder();
    text.append("# units: t h");
    columns.forEach(c -> text.append(", ").append(c.name()).append(' ').append(c.unit()));
    text.append("\nt,")
        .append(columns.stream().map(Quantity::name).collect(Collectors.joining(",")))
        .append('\n');
    for (List<Double> row : rows) {
      text.append(row.stream().map(String::valueOf).collect(Collectors.joining(",")));
      text.append('\n');
    }
    return text.toString();
  }

  /** As maps and lists. */
  Map<String, Object> json() {
    Map<String, Object> units = new LinkedHashMap<>();
    units.put("t", "h");
    columns.forEach(column -> units.put(column.name(), column.unit()));
    List<Map<String, Double>> entries = new ArrayList<>();
    for (List<Double> row : rows) {
      Map<String, Double> entry = new LinkedHashMap<>();
      entry.put("t", row.get(0));
      for (int i = 0; i < columns.size(); i++) {
        entry.put(columns.get(i).name(), row.get(i + 1));
      }
      entries.add(entry);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", model.declaration().name());
    all.put("hash", model.nominal().hash());
    all.put("outcome", Simulation.describe(model.schema(), solution.outcome()));
    all.put("usable", solution.outcome().usable());
    all.put("end", solution.end());
    all.put(
        "statistics",
        Map.of(
            "accepted", solution.statistics().accepted(),
            "rejected", solution.statistics().rejected(),
            "evaluations", solution.statistics().evaluations()));
    all.put("units", units);
    all.put("rows", entries);
    return all;
  }
}
