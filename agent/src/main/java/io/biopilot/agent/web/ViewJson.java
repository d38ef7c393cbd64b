package io.biopilot.agent.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.loop.View;
import io.biopilot.connectors.ConnectionState;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A view as the page reads it. What is planned and expected is long and goes apart. */
final class ViewJson {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private ViewJson() {}

  /** The view without forecasts and plans. */
  static String now(View view) {
    return Json.write(out -> writeNow(out, view));
  }

  private static void writeNow(JsonGenerator out, View view) throws IOException {
    out.writeStartObject();
    out.writeStringField("reactor", view.reactor());
    out.writeStringField("at", view.at().toString());
    out.writeNumberField("tick", view.tick());
    out.writeStringField("mode", view.mode().name());
    out.writeBooleanField("shadow", view.shadow());
    instant(out, "newestSample", view.newestSample());
    View.Batch batch = view.batch();
    out.writeObjectFieldStart("batch");
    out.writeStringField("name", batch.name());
    out.writeStringField("phase", batch.phase().name());
    instant(out, "inoculated", batch.inoculated());
    Json.number(out, "hours", batch.hours());
    Json.number(out, "endHours", batch.endHours());
    out.writeEndObject();
    out.writeArrayFieldStart("variables");
    for (View.Variable variable : view.variables()) {
      variable(out, variable);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("actuators");
    for (View.Actuator actuator : view.actuators()) {
      actuator(out, actuator);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("dosers");
    for (View.Doser doser : view.dosers()) {
      doser(out, doser);
    }
    out.writeEndArray();
    alarms(out, view.alarms());
    controller(out, view);
    connections(out, view.connections());
    out.writeEndObject();
  }

  private static void variable(JsonGenerator out, View.Variable variable) throws IOException {
    out.writeStartObject();
    named(out, variable.name(), variable.label(), variable.unit());
    Json.number(out, "lower", variable.lower());
    Json.number(out, "upper", variable.upper());
    reading(out, "measured", variable.measured());
    out.writeBooleanField("stale", variable.stale());
    View.Gaussian estimate = variable.estimate();
    Json.number(out, "mean", estimate == null ? Double.NaN : estimate.mean());
    Json.number(out, "sd", estimate == null ? Double.NaN : estimate.deviation());
    out.writeBooleanField("foreseen", variable.forecast() != null);
    out.writeEndObject();
  }

  private static void actuator(JsonGenerator out, View.Actuator actuator) throws IOException {
    out.writeStartObject();
    named(out, actuator.name(), actuator.label(), actuator.unit());
    Json.number(out, "lower", actuator.lower());
    Json.number(out, "upper", actuator.upper());
    Json.number(out, "setpoint", actuator.setpoint());
    out.writeBooleanField("inEffect", actuator.inEffect());
    reading(out, "actual", actuator.actual());
    Json.number(out, "manual", actuator.manual());
    out.writeEndObject();
  }

  private static void doser(JsonGenerator out, View.Doser doser) throws IOException {
    out.writeStartObject();
    named(out, doser.name(), doser.label(), doser.unit());
    Json.number(out, "minimum", doser.minimum());
    Json.number(out, "maximum", doser.maximum());
    Json.number(out, "step", doser.step());
    Json.number(out, "total", doser.total());
    Json.number(out, "budget", doser.budget());
    out.writeBooleanField("waiting", doser.waiting());
    out.writeNumberField("count", doser.given().size());
    out.writeEndObject();
  }

  private static void named(JsonGenerator out, String name, String label, String unit)
      throws IOException {
    out.writeStringField("name", name);
    out.writeStringField("label", label);
    out.writeStringField("unit", unit);
  }

  private static void reading(JsonGenerator out, String name, View.@Nullable Reading reading)
      throws IOException {
    if (reading == null) {
      out.writeNullField(name);
      return;
    }
    out.writeObjectFieldStart(name);
    Json.number(out, "value", reading.value());
    instant(out, "time", reading.time());
    out.writeStringField("quality", reading.quality().name());
    out.writeStringField("kind", reading.kind().name());
    out.writeEndObject();
  }

  private static void alarms(JsonGenerator out, List<Alarm> alarms) throws IOException {
    out.writeArrayFieldStart("alarms");
    for (Alarm alarm : alarms) {
      out.writeStartObject();
      out.writeStringField("id", alarm.id());
      out.writeNumberField("priority", rank(alarm.priority()));
      out.writeStringField("message", alarm.message());
      out.writeStringField("response", alarm.response());
      instant(out, "raised", alarm.raised());
      instant(out, "cleared", alarm.cleared());
      out.writeBooleanField("active", alarm.active());
      out.writeBooleanField("acknowledged", alarm.acknowledged());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** 1 is the most urgent. */
  private static int rank(Alarm.Priority priority) {
    return switch (priority) {
      case HIGH -> 1;
      case MEDIUM -> 2;
      case LOW -> 3;
    };
  }

  private static void controller(JsonGenerator out, View view) throws IOException {
    View.ControllerCard card = view.controller();
    out.writeObjectFieldStart("controller");
    out.writeStringField("name", card.name());
    out.writeStringField("source", card.source().name());
    out.writeStringField("status", card.status());
    Json.number(out, "solveMs", card.solveMs());
    out.writeNumberField("iterations", card.iterations());
    texts(out, "activeConstraints", card.activeConstraints());
    out.writeStringField("fallbackReason", card.fallbackReason());
    texts(out, "changes", card.changes());
    instant(out, "nextTick", card.nextTick());
    out.writeNumberField("modelVersion", view.model().version());
    out.writeStringField("modelHash", view.model().hash());
    out.writeBooleanField("training", view.model().training());
    out.writeStringField("trainingSummary", view.model().summary());
    out.writeEndObject();
  }

  private static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static void connections(JsonGenerator out, List<View.Connection> connections)
      throws IOException {
    out.writeArrayFieldStart("connections");
    for (View.Connection connection : connections) {
      out.writeStartObject();
      out.writeStringField("name", connection.name());
      out.writeBooleanField("up", connection.state() instanceof ConnectionState.Connected);
      out.writeStringField("detail", words(connection.state()));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  static String words(ConnectionState state) {
    if (state instanceof ConnectionState.Connected connected) {
      return "connected since " + CLOCK.format(connected.since()) + " UTC";
    }
    if (state instanceof ConnectionState.Connecting connecting) {
      return connecting.lastError().isEmpty()
          ? "connecting"
          : "not connected, attempt %d: %s".formatted(connecting.attempt(), connecting.lastError());
    }
    if (state instanceof ConnectionState.Closed) {
      return "closed";
    }
    throw new AssertionError(state);
  }

  private static void instant(JsonGenerator out, String name, @Nullable Instant instant)
      throws IOException {
    if (instant == null) {
      out.writeNullField(name);
    } else {
      out.writeStringField(name, instant.toString());
    }
  }
}
