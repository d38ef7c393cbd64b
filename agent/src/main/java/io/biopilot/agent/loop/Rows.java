package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Historian.Point;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Setpoint;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Plan;
import io.biopilot.mpc.safety.Dose;
import io.biopilot.mpc.safety.Ruling;
import io.biopilot.twin.estimation.Correction;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows for the store. Measurements: {@code sensor}, {@code rejection}, {@code estimate}, {@code
 * plan}, {@code actuator}, {@code dose}, {@code alarm}, {@code command}, {@code model}, {@code
 * agent}, {@code notice}. The unit of a value stands in the tag {@code unit}.
 */
final class Rows {

  private Rows() {}

  /** A number that is not finite has no place in a store; it is left out. */
  private static Point row(
      String measurement, Map<String, String> tags, Map<String, Object> fields, Instant time) {
    Map<String, Object> kept = new HashMap<>();
    fields.forEach(
        (name, value) -> {
          if (!(value instanceof Double number) || Double.isFinite(number)) {
            kept.put(name, value);
          }
        });
    if (kept.isEmpty()) {
      kept.put("note", "not finite");
    }
    return new Point(measurement, tags, kept, time);
  }

  static Point sensor(Sample sample) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("value", sample.scalar());
    for (int i = 1; i < sample.value().size(); i++) {
      fields.put("value" + i, sample.value().get(i));
    }
    return row("sensor", tags(sample), fields, sample.sourceTime());
  }

  static Point rejection(Sample sample, String reason, Instant at) {
    return row(
        "rejection",
        tags(sample),
        Map.of("reason", reason, "value", String.valueOf(sample.value())),
        at);
  }

  static Point notice(Event.Noticed noticed) {
    return row(
        "notice",
        Map.of(
            "reactor", noticed.reactor(),
            "tag", noticed.connection(),
            "kind", noticed.notice().kind().name()),
        Map.of("source", noticed.notice().source(), "message", noticed.notice().text()),
        noticed.at());
  }

  private static Map<String, String> tags(Sample sample) {
    return Map.of(
        "reactor",
        sample.tag().reactor(),
        "tag",
        sample.tag().name(),
        "unit",
        sample.tag().unit(),
        "quality",
        sample.quality().name(),
        "kind",
        sample.kind().name());
  }

  static Point correction(
      Measurement measurement, Correction correction, Schema schema, Turn turn) {
    String reason =
        correction instanceof Correction.Rejected rejected
            ? rejected.reason()
            : "older than what the estimator keeps";
    String outputs =
        String.join(
            " ", measurement.outputs().stream().map(o -> schema.outputs().get(o).name()).toList());
    return row(
        "rejection",
        Map.of("reactor", turn.settings.reactor(), "tag", outputs, "kind", "ESTIMATOR"),
        Map.of("reason", reason, "value", measurement.values().toString()),
        turn.at);
  }

  static List<Point> estimate(Turn turn, Estimate estimate, Schema schema) {
    List<Point> rows = new ArrayList<>();
    for (int i = 0; i < schema.states().size(); i++) {
      Quantity state = schema.states().get(i);
      rows.add(
          row(
              "estimate",
              Map.of("reactor", turn.settings.reactor(), "tag", state.name(), "unit", state.unit()),
              Map.of("value", estimate.state().get(i), "stddev", estimate.deviation(i)),
              turn.at));
    }
    return rows;
  }

  static Point plan(Turn turn, Decision decision, double solveMs) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("iterations", (long) decision.iterations());
    fields.put("solve_ms", solveMs);
    fields.put("model", decision.modelHash());
    if (decision instanceof Decision.Planned planned) {
      fields.put("status", planned.status());
      fields.put("objective", planned.objective());
      fields.put("active", String.join("; ", planned.plan().activeConstraints()));
      fields.put("inputs", inputs(planned.plan()));
      fields.put("predicted", predicted(planned.plan()));
    } else if (decision instanceof Decision.Fallback fallback) {
      fields.put("status", "fallback");
      fields.put("reason", fallback.reason());
    }
    return row("plan", Map.of("reactor", turn.settings.reactor()), fields, turn.at);
  }

  /** {@code h:level,…;…|h:impulse=amount;…} with six digits, enough to draw it again. */
  private static String inputs(Plan plan) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < plan.inputs().times().size(); i++) {
      number(text.append(i == 0 ? "" : ";"), plan.inputs().times().get(i)).append(':');
      numbers(text, plan.inputs().levels().get(i));
    }
    text.append('|');
    for (TimedImpulse impulse : plan.inputs().impulses()) {
      number(text, impulse.time()).append(':').append(impulse.impulse()).append('=');
      number(text, impulse.amount()).append(';');
    }
    return text.toString();
  }

  /** {@code h:state,…;…} on every grid point. */
  private static String predicted(Plan plan) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < plan.times().size() && i < plan.states().size(); i++) {
      number(text.append(i == 0 ? "" : ";"), plan.times().get(i)).append(':');
      numbers(text, plan.states().get(i));
    }
    return text.toString();
  }

  private static void numbers(StringBuilder text, Vec values) {
    for (int i = 0; i < values.size(); i++) {
      number(text.append(i == 0 ? "" : ","), values.get(i));
    }
  }

  private static StringBuilder number(StringBuilder text, double value) {
    return text.append(Double.toString((float) value));
  }

  static List<Point> ruling(Turn turn, Source source, Ruling ruling) {
    List<Point> rows = new ArrayList<>();
    String reactor = turn.settings.reactor();
    for (LoopSettings.Actuated actuated : turn.settings.actuators()) {
      Double level = ruling.levels().get(actuated.actuator());
      if (level != null) {
        Map<String, String> tags =
            Map.of(
                "reactor", reactor,
                "tag", actuated.actuator(),
                "unit", actuated.setpoint().unit());
        rows.add(row("actuator", tags, fields(turn, actuated, source, ruling), turn.at));
      }
    }
    for (Dose dose : ruling.doses()) {
      rows.add(
          row(
              "dose",
              Map.of("reactor", reactor, "tag", dose.doser(), "unit", "g"),
              Map.of("id", dose.id(), "value", dose.amount(), "source", source.name()),
              turn.at));
    }
    return rows;
  }

  private static Map<String, Object> fields(
      Turn turn, LoopSettings.Actuated actuated, Source source, Ruling ruling) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("value", ruling.levels().get(actuated.actuator()));
    fields.put("source", source.name());
    fields.put("mode", turn.control.mode().name());
    for (Ruling.Change change : ruling.changes()) {
      if (change.actuator().equals(actuated.actuator())) {
        fields.put("asked", String.valueOf(change.asked()));
        fields.put("reason", change.reason());
      }
    }
    return fields;
  }

  static Point writeFailed(Setpoint setpoint, String reason, Instant at) {
    return row(
        "rejection",
        Map.of("reactor", setpoint.tag().reactor(), "tag", setpoint.tag().name(), "kind", "WRITE"),
        Map.of("reason", reason, "value", String.valueOf(setpoint.value())),
        at);
  }

  static Point call(CallResult result, Instant at) {
    String outcome = "done";
    if (result instanceof CallResult.Refused refused) {
      outcome = "refused: " + refused.reason();
    } else if (result instanceof CallResult.Unknown unknown) {
      outcome = "no answer: " + unknown.reason();
    }
    return row(
        "command",
        Map.of("reactor", result.command().reactor(), "tag", result.command().name()),
        Map.of(
            "id",
            result.command().id(),
            "message",
            outcome,
            "by",
            "agent",
            // Always there: QuestDB reads a truth value that was left out as false.
            "done",
            result instanceof CallResult.Done),
        at);
  }

  static Point alarm(Alarm alarm, Instant at) {
    String state =
        (alarm.active() ? "active" : "ended") + (alarm.acknowledged() ? ", acknowledged" : "");
    return row(
        "alarm",
        Map.of("reactor", alarm.reactor(), "tag", alarm.id(), "priority", alarm.priority().name()),
        Map.of("state", state, "message", alarm.message(), "by", orEmpty(alarm.acknowledgedBy())),
        at);
  }

  static Point command(OperatorCommand command, boolean done, String message) {
    return row(
        "command",
        Map.of("reactor", command.reactor(), "tag", command.getClass().getSimpleName()),
        Map.of("id", command.id(), "by", command.by(), "done", done, "message", message),
        command.at());
  }

  static Point trained(Event.ModelTrained trained) {
    return row(
        "model",
        Map.of("reactor", trained.reactor()),
        Map.of(
            "promoted", trained.promoted(),
            "hash", trained.hash(),
            "summary", trained.summary()),
        trained.at());
  }

  static Point started(Event.Started started, boolean resumed) {
    return row(
        "agent",
        Map.of("reactor", started.reactor()),
        Map.of(
            "version", started.version(),
            "kernel", started.kernel(),
            "resumed", resumed),
        started.at());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
