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
      String mark = Double.isNaN(row.goal()) ? "" : row.reached() ? "reached" : "NOT reached";
      text.append(
              "| %s | %s | %s |".formatted(row.work(), show(row.oursUs()), show(row.oursError())))
          .append(
              " %s | %s | %s |".formatted(row.peer(), show(row.peerUs()), show(row.peerError())))
          .append(" %s | %s | %s |%n".formatted(show(row.ratio()), show(row.goal()), mark));
    }
    notes.forEach(note -> text.append("\n* ").append(note));
    return text.append('\n').toString();
  }

  private static String show(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "–";
  }
}
