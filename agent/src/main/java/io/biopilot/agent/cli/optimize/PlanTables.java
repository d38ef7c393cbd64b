package io.biopilot.agent.cli.optimize;

import io.biopilot.mpc.control.BatchPlan;
import io.biopilot.mpc.control.PlanCheck;
import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan as two tables: what is to be done, and what then happens. */
final class PlanTables {

  private final Schema schema;
  private final InputSchedule inputs;
  private final PlanCheck check;

  /** For the model as it stands. */
  PlanTables(BatchFile file, BatchPlan.Made made) {
    this(file.model().schema(), made.decision().plan().inputs(), made.check());
  }

  /** For a scenario. */
  PlanTables(BatchFile file, BatchPlan.ScenarioCheck scenario) {
    this(file.model().schema(), scenario.plan().inputs(), scenario.check());
  }

  private PlanTables(Schema schema, InputSchedule inputs, PlanCheck check) {
    this.schema = schema;
    this.inputs = inputs;
    this.check = check;
  }

  /**
   * Levels and doses, one line a change; {@code biopilot model simulate --inputs} reads it. A dose
   * stands at its time and nowhere else.
   */
  String schedule() {
    TreeSet<Double> times = new TreeSet<>();
    for (int k = 0; k < inputs.times().size(); k++) {
      times.add(inputs.times().get(k));
    }
    inputs.impulses().forEach(dose -> times.add(dose.time()));
    StringBuilder text = header("", schema.inputs(), schema.impulses());
    for (double time : times) {
      text.append(time);
      append(text, inputs.levelsAt(time));
      for (int i = 0; i < schema.impulses().size(); i++) {
        double amount = dose(i, time);
        text.append(',').append(amount > 0.0 ? String.valueOf(amount) : "");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private double dose(int impulse, double time) {
    double sum = 0.0;
    for (TimedImpulse dose : inputs.impulses()) {
      sum += dose.impulse() == impulse && dose.time() == time ? dose.amount() : 0.0;
    }
    return sum;
  }

  /** States, inputs and doses along the course that was integrated again; null if it broke off. */
  @Nullable String course() {
    if (!(check instanceof PlanCheck.Course course)) {
      return null;
    }
    StringBuilder text =
        header(
            "# two lines at a dose: before and after it\n",
            schema.states(),
            schema.inputs(),
            schema.impulses());
    for (PlanCheck.Point point : course.course()) {
      text.append(point.time());
      append(text, point.state());
      append(text, point.inputs());
      append(text, point.doses());
      text.append('\n');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Vec values) {
    for (int i = 0; i < values.size(); i++) {
      text.append(',').append(values.get(i));
    }
  }

  @SafeVarargs
  private static StringBuilder header(String remark, List<Quantity>... groups) {
    List<Quantity> columns = new ArrayList<>();
    for (List<Quantity> group : groups) {
      columns.addAll(group);
    }
    String units =
        columns.stream().map(q -> ", " + q.name() + " " + q.unit()).collect(Collectors.joining());
    String names = columns.stream().map(q -> "," + q.name()).collect(Collectors.joining());
    return new StringBuilder(remark)
        .append("# units: t h")
        .append(units)
        .append("\nt")
        .append(names)
        .append('\n');
  }
}
