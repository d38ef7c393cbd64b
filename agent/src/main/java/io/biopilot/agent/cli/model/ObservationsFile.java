package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.ResidualLoss.Observation;
import io.biopilot.twin.model.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen: either one number a line (t,output,value and if wanted sd), or one column an
 * output, with empty cells where nothing was seen.
 */
final class ObservationsFile {
  private static final List<String> LONG = List.of("t", "output", "value");

  private ObservationsFile() {}

  /**
   * @param deviation standard deviation where the file gives none, in the output's unit
   */
  static List<Observation> read(Schema schema, Path file, double deviation) {
    if (schema.outputs().isEmpty()) {
      Quantity state = schema.states().get(0);
      throw new UserError(
          "the model has no outputs, so nothing of it can be observed; add some to it, e.g. outputs: {%s: {unit: '%s', value: %s}}"
              .formatted(state.name(), state.unit(), state.name()));
    }
    CsvTable table = CsvTable.read(file);
    List<Observation> all =
        table.header().size() >= 3 && table.header().subList(0, 3).equals(LONG)
            ? oneALine(schema, table, deviation)
            : oneAColumn(schema, table, deviation);
    if (all.isEmpty()) {
      throw new UserError(file + ": expected at least one line with an observation, found none");
    }
    return all;
  }

  private static List<Observation> oneALine(Schema schema, CsvTable table, double deviation) {
    boolean own = table.header().size() == 4 && table.header().get(3).equals("sd");
    if (table.header().size() > 3 && !own) {
      throw new UserError(
          "%sexpected the columns t,output,value,sd, found %s"
              .formatted(table.headerPlace(), String.join(",", table.header())));
    }
    List<Observation> all = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      int output =
          ModelSource.indexOf(schema.outputs(), row.cells().get(1), "output", table.place(row));
      double sd = own && !table.isEmpty(row, 3) ? table.number(row, 3) : deviation;
      if (!(sd > 0.0)) {
        throw table.error(row, 3, "%s, expected a number > 0".formatted(sd));
      }
      all.add(new Observation(table.number(row, 0), output, table.number(row, 2), sd));
    }
    return all;
  }

  private static List<Observation> oneAColumn(Schema schema, CsvTable table, double deviation) {
    List<Observation> all = new ArrayList<>();
    for (int column = 1; column < table.header().size(); column++) {
      int output =
          ModelSource.indexOf(
              schema.outputs(), table.header().get(column), "output", table.headerPlace());
      for (CsvTable.Row row : table.rows()) {
        if (!table.isEmpty(row, column)) {
          double time = table.number(row, 0);
          all.add(new Observation(time, output, table.number(row, column), deviation));
        }
      }
    }
    return all;
  }
}
