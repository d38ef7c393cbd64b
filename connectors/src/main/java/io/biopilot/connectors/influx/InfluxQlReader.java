package io.biopilot.connectors.influx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.connectors.Historian.Point;
import io.biopilot.connectors.Historian.Query;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads by InfluxQL over the v1 query API, which InfluxDB 1.8 and 2 both have. */
public final class InfluxQlReader implements StoreReader {
  private final InfluxConfig config;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ObjectMapper json = new ObjectMapper();

  public InfluxQlReader(InfluxConfig config) {
    this.config = config;
  }

  @Override
  public List<Point> read(Query query) throws IOException {
    String from = "FROM " + quoteName(query.measurement());
    Map<String, String> types = new HashMap<>();
    for (JsonNode row : rows(ask("SHOW FIELD KEYS " + from))) {
      types.put(row.get(0).asText(), row.get(1).asText());
    }
    if (types.isEmpty()) {
      return List.of();
    }
    StringBuilder select = new StringBuilder("SELECT * ").append(from);
    select.append(" WHERE time >= ").append(LineProtocol.nanos(query.from()));
    select.append(" AND time < ").append(LineProtocol.nanos(query.to()));
    query
        .tags()
        .forEach(
            (name, value) ->
                select.append(" AND ").append(quoteName(name)).append(" = ").append(quote(value)));
    select.append(" ORDER BY time LIMIT ").append(query.limit());
    JsonNode answer = ask(select.toString());
    List<String> columns = new ArrayList<>();
    answer.at("/results/0/series/0/columns").forEach(column -> columns.add(column.asText()));
    List<Point> points = new ArrayList<>();
    for (JsonNode row : rows(answer)) {
      points.add(point(query.measurement(), columns, types, row));
    }
    return points;
  }

  private static Point point(
      String measurement, List<String> columns, Map<String, String> types, JsonNode row) {
    Map<String, String> tags = new HashMap<>();
    Map<String, Object> fields = new HashMap<>();
    Instant time = Instant.EPOCH;
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i);
      JsonNode value = row.get(i);
      String type = types.getOrDefault(name, "");
      if (i == 0) {
        time = LineProtocol.instant(value.longValue());
      } else if (type.isEmpty() && !value.isNull()) {
        tags.put(name, value.asText());
      } else if (!value.isNull()) {
        fields.put(name, field(type, value));
      }
    }
    return new Point(measurement, tags, fields, time);
  }

  private static Object field(String type, JsonNode value) {
    return switch (type) {
      case "float" -> value.doubleValue();
      case "integer", "unsigned" -> value.longValue();
      case "boolean" -> value.booleanValue();
      default -> value.asText();
    };
  }

  private static Iterable<JsonNode> rows(JsonNode answer) {
    return answer.at("/results/0/series/0/values");
  }

  private JsonNode ask(String influxQl) throws IOException {
    String policy = config.policy().isEmpty() ? "" : "&rp=" + encode(config.policy());
    URI uri =
        URI.create(
            "%s/query?db=%s%s&epoch=ns&q=%s"
                .formatted(config.url(), encode(config.database()), policy, encode(influxQl)));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", config.credentials().header())
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode answer = json.readTree(response.body());
      JsonNode error = answer.at("/results/0/error");
      if (response.statusCode() != 200 || !error.isMissingNode()) {
        throw new IOException(
            "%s answered %s: %s".formatted(config.url(), response.statusCode(), response.body()));
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading from " + config.url(), e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String quoteName(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
