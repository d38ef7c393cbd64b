package io.biopilot.connectors.questdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.biopilot.connectors.Historian.Point;
import io.biopilot.connectors.Historian.Query;
import io.biopilot.connectors.influx.StoreReader;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads points by SQL: symbol columns are tags, all others but the time are fields. */
final class QuestDbReader implements StoreReader {
  private final QuestDbSql sql;

  QuestDbReader(QuestDbSql sql) {
    this.sql = sql;
  }

  @Override
  public List<Point> read(Query query) throws IOException {
    List<String> columns = columns(query.measurement());
    if (columns.isEmpty() || !columns.containsAll(query.tags().keySet())) {
      return List.of();
    }
    String where =
        query.tags().entrySet().stream()
            .map(
                tag ->
                    " AND %s = %s"
                        .formatted(QuestDbSql.name(tag.getKey()), QuestDbSql.text(tag.getValue())))
            .collect(Collectors.joining());
    JsonNode answer =
        sql.ask(
            "SELECT * FROM %s WHERE timestamp >= %s AND timestamp < %s%s ORDER BY timestamp LIMIT %s"
                .formatted(
                    QuestDbSql.name(query.measurement()),
                    micros(query.from()),
                    micros(query.to()),
                    where,
                    query.limit()));
    List<Point> points = new ArrayList<>();
    for (JsonNode row : answer.get("dataset")) {
      points.add(point(query.measurement(), answer.get("columns"), row));
    }
    return points;
  }

  private List<String> columns(String measurement) throws IOException {
    List<String> names = new ArrayList<>();
    String tables = "SELECT table_name FROM tables() WHERE table_name = ";
    if (sql.ask(tables + QuestDbSql.text(measurement)).get("dataset").isEmpty()) {
      return names;
    }
    JsonNode rows = sql.ask("SHOW COLUMNS FROM " + QuestDbSql.name(measurement)).get("dataset");
    rows.forEach(row -> names.add(row.get(0).asText()));
    return names;
  }

  private static Point point(String measurement, JsonNode columns, JsonNode row) {
    Map<String, String> tags = new HashMap<>();
    Map<String, Object> fields = new HashMap<>();
    Instant time = Instant.EPOCH;
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).get("name").asText();
      JsonNode value = row.get(i);
      String type = columns.get(i).get("type").asText();
      if (value.isNull()) {
        continue;
      }
      if (name.equals("timestamp")) {
        time = Instant.parse(value.asText());
      } else if (type.equals("SYMBOL")) {
        tags.put(name, value.asText());
      } else {
        fields.put(name, field(type, value));
      }
    }
    return new Point(measurement, tags, fields, time);
  }

  private static Object field(String type, JsonNode value) {
    return switch (type) {
      case "DOUBLE", "FLOAT" -> value.doubleValue();
      case "LONG", "INT", "SHORT", "BYTE" -> value.longValue();
      case "BOOLEAN" -> value.booleanValue();
      default -> value.asText();
    };
  }

  /** SQL time in microseconds; instants far away are brought into the range of a long. */
  private static long micros(Instant time) {
    Instant earliest = Instant.EPOCH;
    Instant latest = Instant.parse("2200-01-01T00:00:00Z");
    Instant kept = time.isBefore(earliest) ? earliest : time.isAfter(latest) ? latest : time;
    return ChronoUnit.MICROS.between(Instant.EPOCH, kept);
  }
}
