package io.biopilot.agent.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.biopilot.agent.loop.View;
import io.biopilot.twin.linalg.Vec;
import java.io.IOException;
import java.util.List;

/** What a view expects and plans, as the page reads it: long, and sent only when it changed. */
final class AheadJson {
  /** Times of a forecast that a screen can show. */
  private static final int MOST_TIMES = 240;

  private AheadJson() {}

  /** Forecasts of the variables, planned levels and doses. */
  static String of(View view) {
    return Json.write(out -> writeAhead(out, view));
  }

  /** Equal for two views of which {@link #of} is the same, and hardly ever for others. */
  static int print(View view) {
    int print = Double.hashCode(view.batch().endHours());
    for (View.Actuator actuator : view.actuators()) {
      print = 31 * print + actuator.planned().hashCode();
    }
    for (View.Doser doser : view.dosers()) {
      print = 31 * print + doser.planned().hashCode();
    }
    for (View.Variable variable : view.variables()) {
      View.Forecast forecast = variable.forecast();
      if (forecast != null && forecast.hours().size() > 0) {
        int last = forecast.hours().size() - 1;
        print = 31 * print + Double.hashCode(forecast.hours().get(0));
        print = 31 * print + Double.hashCode(forecast.mean().get(0));
        print = 31 * print + Double.hashCode(forecast.mean().get(last));
      }
    }
    return print;
  }

  private static void writeAhead(JsonGenerator out, View view) throws IOException {
    out.writeStartObject();
    Json.number(out, "endHours", view.batch().endHours());
    out.writeObjectFieldStart("states");
    for (View.Variable variable : view.variables()) {
      View.Forecast forecast = variable.forecast();
      if (forecast != null) {
        out.writeObjectFieldStart(variable.name());
        thinned(out, "t", forecast.hours());
        thinned(out, "v", forecast.mean());
        thinned(out, "sd", forecast.deviation());
        out.writeEndObject();
      }
    }
    out.writeEndObject();
    out.writeObjectFieldStart("levels");
    for (View.Actuator actuator : view.actuators()) {
      levels(out, actuator.name(), actuator.planned());
    }
    out.writeEndObject();
    out.writeObjectFieldStart("doses");
    for (View.Doser doser : view.dosers()) {
      levels(out, doser.name(), doser.planned());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  /** At most about {@link #MOST_TIMES} values, the first and the last among them. */
  private static void thinned(JsonGenerator out, String name, Vec values) throws IOException {
    out.writeArrayFieldStart(name);
    int size = values.size();
    int shown = Math.min(size, MOST_TIMES);
    for (int k = 0; k < shown; k++) {
      Json.number(out, values.get(shown == 1 ? 0 : (int) ((long) (size - 1) * k / (shown - 1))));
    }
    out.writeEndArray();
  }

  private static void levels(JsonGenerator out, String name, List<View.Level> levels)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (View.Level level : levels) {
      out.writeStartArray();
      Json.number(out, level.hours());
      Json.number(out, level.value());
      out.writeEndArray();
    }
    out.writeEndArray();
  }
}
