package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the process: a table with t and one column an input or impulse. A level holds
 * from its time on; an empty cell leaves an input as it is, and gives no dose.
 */
final class InputsFile {
  private final Schema schema;
  private final List<Double> times = new ArrayList<>();
  private final List<Vec> levels = new ArrayList<>();
  private final List<TimedImpulse> impulses = new ArrayList<>();
  private final Set<String> given = new TreeSet<>();
  private Vec level;

  private InputsFile(Schema schema, Map<String, Double> constants) {
    this.schema = schema;
    level =
        ModelSource.replaced(
            Vec.zeros(schema.inputs().size()), schema.inputs(), constants, ModelSource.Kind.INPUT);
    given.addAll(constants.keySet());
  }

  /**
   * @param file the table, if there is one
   * @param constants inputs that keep a value, by name
   */
  static InputSchedule read(Schema schema, @Nullable Path file, Map<String, Double> constants) {
    InputsFile inputs = new InputsFile(schema, constants);
    if (file != null) {
      inputs.take(CsvTable.read(file));
    }
    String missing =
        schema.inputs().stream()
            .map(Quantity::name)
            .filter(name -> !inputs.given.contains(name))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new UserError(
          "nothing is said about the input(s) %s; give --inputs FILE with columns t,%s or --input NAME=VALUE"
              .formatted(missing, missing.replace(", ", ",")));
    }
    return inputs.schedule();
  }

  private void take(CsvTable table) {
    List<String> header = table.header();
    for (String name : header.subList(1, header.size())) {
      if (Schema.indexOf(schema.inputs(), name) >= 0) {
        given.add(name);
      } else if (Schema.indexOf(schema.impulses(), name) < 0) {
        List<Quantity> all = new ArrayList<>(schema.inputs());
        all.addAll(schema.impulses());
        ModelSource.indexOf(all, name, "input or impulse", table.headerPlace());
      }
    }
    double before = Double.NEGATIVE_INFINITY;
    for (CsvTable.Row row : table.rows()) {
      double time = table.number(row, 0);
      if (!(time > before)) {
        throw table.error(row, 0, "%s follows %s; times must increase".formatted(time, before));
      }
      before = time;
      take(table, row, time);
    }
  }

  private void take(CsvTable table, CsvTable.Row row, double time) {
    boolean changed = times.isEmpty();
    for (int column = 1; column < table.header().size(); column++) {
      if (table.isEmpty(row, column)) {
        continue;
      }
      String name = table.header().get(column);
      double value = table.number(row, column);
      int input = Schema.indexOf(schema.inputs(), name);
      if (input >= 0) {
        level = level.with(input, value);
        changed = true;
      } else if (value != 0.0) {
        impulses.add(new TimedImpulse(time, Schema.indexOf(schema.impulses(), name), value));
      }
    }
    if (changed) {
      times.add(time);
      levels.add(level);
    }
  }

  private InputSchedule schedule() {
    if (times.isEmpty()) {
      return new InputSchedule(Vec.of(0.0), List.of(level), impulses);
    }
    double[] starts = times.stream().mapToDouble(Double::doubleValue).toArray();
    return new InputSchedule(Vec.of(starts), levels, impulses);
  }
}
