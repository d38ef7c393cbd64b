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
  /** An optimiser's schedule may lie beyond a limit by this part of the range, such as -2e-17. */
  private static final double ROUNDING = 1e-6;

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
   * @param from start of the run (h); a table with inputs must say what holds then
   */
  static InputSchedule read(
      Schema schema, @Nullable Path file, Map<String, Double> constants, double from) {
    InputsFile inputs = new InputsFile(schema, constants);
    if (file != null) {
      inputs.take(CsvTable.read(file), from);
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

  private void take(CsvTable table, double from) {
    boolean levels = columns(table);
    if (table.rows().isEmpty()) {
      throw new UserError(
          table.headerPlace()
              + "expected lines with a time and values below the header, found none");
    }
    double before = Double.NEGATIVE_INFINITY;
    for (CsvTable.Row row : table.rows()) {
      double time = table.number(row, 0);
      if (before == Double.NEGATIVE_INFINITY && levels && time > from) {
        throw table.error(
            row,
            0,
            "the table begins at %s h, the run at %s h; expected a first line with the levels at %s"
                .formatted(time, from, from));
      }
      if (!(time > before)) {
        throw table.error(row, 0, "%s follows %s; times must increase".formatted(time, before));
      }
      before = time;
      take(table, row, time);
    }
  }

  /** Checks the header; whether a column is an input. */
  private boolean columns(CsvTable table) {
    boolean levels = false;
    for (String name : table.header().subList(1, table.header().size())) {
      if (Schema.indexOf(schema.inputs(), name) >= 0) {
        levels = true;
        if (!given.add(name)) {
          throw new UserError(
              "%scolumn '%s' is an input that --input gives, too; keep one of them"
                  .formatted(table.headerPlace(), name));
        }
      } else if (Schema.indexOf(schema.impulses(), name) < 0) {
        List<Quantity> all = new ArrayList<>(schema.inputs());
        all.addAll(schema.impulses());
        ModelSource.indexOf(all, name, "input or impulse", table.headerPlace());
      }
    }
    return levels;
  }

  private void take(CsvTable table, CsvTable.Row row, double time) {
    boolean first = times.isEmpty();
    boolean changed = first;
    for (int column = 1; column < table.header().size(); column++) {
      String name = table.header().get(column);
      int input = Schema.indexOf(schema.inputs(), name);
      if (table.isEmpty(row, column)) {
        if (first && input >= 0) {
          throw table.error(row, column, "empty, expected the level that it starts with");
        }
        continue;
      }
      if (input >= 0) {
        level = level.with(input, value(table, row, column, schema.inputs().get(input)));
        changed = true;
      } else {
        int impulse = Schema.indexOf(schema.impulses(), name);
        // 0 is no dose, even where a dose has a least size
        if (table.number(row, column) != 0.0) {
          double amount = value(table, row, column, schema.impulses().get(impulse));
          impulses.add(new TimedImpulse(time, impulse, amount));
        }
      }
    }
    if (changed) {
      times.add(time);
      levels.add(level);
    }
  }

  private static double value(CsvTable table, CsvTable.Row row, int column, Quantity quantity) {
    double value = table.number(row, column);
    double span = quantity.upper() - quantity.lower();
    double slack = ROUNDING * (Double.isFinite(span) ? span : 1.0);
    if (!(value >= quantity.lower() - slack && value <= quantity.upper() + slack)) {
      throw table.error(row, column, value + ", expected " + ModelSource.range(quantity));
    }
    return value;
  }

  private InputSchedule schedule() {
    if (times.isEmpty()) {
      return new InputSchedule(Vec.of(0.0), List.of(level), impulses);
    }
    double[] starts = times.stream().mapToDouble(Double::doubleValue).toArray();
    return new InputSchedule(Vec.of(starts), levels, impulses);
  }
}
