package io.biopilot.bench.numeric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The measured rows, as a table for people or as JSON. */
public record Report(String machine, List<Row> rows, List<String> notes) {
  public Report {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /** {@code {"machine":…, "rows":[…], "notes":[…]}}; figures that do not exist are null. */
  public String toJson() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("machine", machine);
    ArrayNode array = root.putArray("rows");
    for (Row row : rows) {
      ObjectNode node = array.addObject().put("work", row.work());
      put(node, "ours_us", row.oursUs());
      put(node, "ours_error", row.oursError());
      node.put("peer", row.peer());
      put(node, "peer_us", row.peerUs());
      put(node, "peer_error", row.peerError());
      put(node, "ratio", row.ratio());
      put(node, "goal", row.goal());
      Row.Figure figure = row.figure();
      if (figure != null) {
        ObjectNode wanted = node.putObject("figure").put("unit", figure.unit());
        wanted.put("value", figure.value());
        wanted.put(figure.kind().name().toLowerCase(Locale.ROOT), figure.bound());
        wanted.put("reached", figure.reached());
      }
    }
    ArrayNode texts = root.putArray("notes");
    notes.forEach(texts::add);
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, Double.parseDouble(String.format(Locale.ROOT, "%.4g", value)));
    } else {
      node.putNull(name);
    }
  }

  /** A Markdown table, then the notes. */
  public String toTable() {
    StringBuilder text = new StringBuilder(machine).append("\n\n");
    text.append("| work | ours µs | error | peer | peer µs | error | ratio | goal | |\n");
    text.append("|---|---|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append(
              "| %s | %s | %s |".formatted(row.work(), show(row.oursUs()), show(row.oursError())))
          .append(
              " %s | %s | %s |".formatted(row.peer(), show(row.peerUs()), show(row.peerError())))
          .append(" %s | %s | %s |%n".formatted(outcome(row), wanted(row), mark(row)));
    }
    notes.forEach(note -> text.append("\n* ").append(note));
    return text.append('\n').toString();
  }

  private static String mark(Row row) {
    if (row.peerAbsent()) {
      return "peer absent";
    }
    return row.asked() ? row.reached() ? "reached" : "NOT reached" : "";
  }

  private static String outcome(Row row) {
    Row.Figure figure = row.figure();
    return figure == null || Double.isFinite(row.ratio())
        ? show(row.ratio())
        : full(figure.value()) + unit(figure);
  }

  private static String wanted(Row row) {
    Row.Figure figure = row.figure();
    if (figure == null) {
      return show(row.goal());
    }
    String sign = figure.kind() == Row.Figure.Bound.AT_MOST ? "≤ " : "≥ ";
    String bound = sign + full(figure.bound()) + unit(figure);
    return Double.isFinite(row.ratio())
        ? "%s; %s: %s".formatted(show(row.goal()), bound, full(figure.value()))
        : bound;
  }

  private static String unit(Row.Figure figure) {
    return figure.unit().isEmpty() ? "" : " " + figure.unit();
  }

  private static String full(double value) {
    return Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.9g", value)))
        .replaceAll("\\.0$", "");
  }

  private static String show(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "–";
  }
}
