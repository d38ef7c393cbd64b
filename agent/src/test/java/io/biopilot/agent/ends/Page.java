package io.biopilot.agent.ends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What the operator's page asks and commands, without a browser. */
final class Page {

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final ObjectMapper json = new ObjectMapper();
  private final int port;

  Page(int port) {
    this.port = port;
  }

  JsonNode view() throws IOException, InterruptedException {
    return json.readTree(get("/api/view"));
  }

  /** Points by channel, e.g. {@code DO.measured}. */
  JsonNode trend() throws IOException, InterruptedException {
    return json.readTree(get("/api/trend?points=5000"));
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The view as soon as it is as wanted. */
  JsonNode await(String what, int seconds, Predicate<JsonNode> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    String last = "no answer";
    while (System.nanoTime() < end) {
      try {
        JsonNode view = view();
        if (wanted.test(view)) {
          return view;
        }
        last = view.toString();
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(50);
    }
    throw new AssertionError("%s: not within %d s; last: %s".formatted(what, seconds, last));
  }

  /** Gives a command; the answer's text. */
  String done(String command) throws IOException, InterruptedException {
    HttpResponse<String> answer = submit(command);
    if (answer.statusCode() != 200) {
      throw new AssertionError("%s was answered by %s".formatted(command, answer.body()));
    }
    return answer.body();
  }

  /** Gives a command that is refused; the reason. */
  String refused(String command) throws IOException, InterruptedException {
    HttpResponse<String> answer = submit(command);
    if (answer.statusCode() != 409) {
      throw new AssertionError("%s was answered by %s".formatted(command, answer.body()));
    }
    return json.readTree(answer.body()).get("error").asText();
  }

  private HttpResponse<String> submit(String command) throws IOException, InterruptedException {
    String origin = "http://localhost:" + port;
    return http.send(
        HttpRequest.newBuilder(URI.create(origin + "/api/commands"))
            .header("Origin", origin)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(command))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Begins a batch of 2 L with 0.5 g/L at the plant's present time. */
  void start(String batch) throws Exception {
    String now =
        await("a value from the plant", 60, v -> !v.get("newestSample").isNull())
            .get("at")
            .asText();
    done(startCommand(batch, now));
  }

  static String startCommand(String batch, String inoculated) {
    return """
        {"command": "start", "batch": "%s", "inoculated": "%s", "volumeL": 2, "biomassGPerL": 0.5}
        """
        .formatted(batch, inoculated);
  }

  void mode(String mode) throws Exception {
    done("{\"command\": \"mode\", \"mode\": \"%s\", \"confirmed\": true}".formatted(mode));
  }

  static boolean active(JsonNode view, String alarm) {
    for (JsonNode each : view.get("alarms")) {
      if (each.get("id").asText().equals(alarm)) {
        return each.get("active").asBoolean();
      }
    }
    return false;
  }

  /** Set-point of the feed (L/h); NaN before there is one. */
  static double feed(JsonNode view) {
    for (JsonNode actuator : view.get("actuators")) {
      if (actuator.get("name").asText().equals("Feed")) {
        return actuator.get("setpoint").asDouble(Double.NaN);
      }
    }
    return Double.NaN;
  }
}
