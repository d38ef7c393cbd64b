package io.biopilot.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.mpc.safety.Mode;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebServerTest {
  private static final Recorder RECORDER = new Recorder(BatchRecord.DEFAULT_CAPACITY);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Vertx vertx;
  private static StoryDesk desk;
  private static WebServer server;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    desk = StoryDesk.running(1, 120, RECORDER);
    server = started(0);
  }

  private static WebServer started(int port) throws Exception {
    return WebServer.start(vertx, port, desk, RECORDER)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/api/commands")).POST(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> command(String body) throws Exception {
    return post(
        body, "Origin", "http://localhost:" + server.port(), "Content-Type", "application/json");
  }

  /** The answer to a request in raw form, for what a well-behaved client cannot send. */
  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyFileOfThePageIsServedWithTheSecurityHeaders() throws Exception {
    for (String name : PageFiles.NAMES) {
      HttpResponse<String> answer = get("/" + name);
      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    assertThat(get("/").body()).isEqualTo(get("/index.html").body());
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(get("/..%2f..%2fpom.xml").statusCode()).isEqualTo(404);
    assertThat(get("/js/").statusCode()).isEqualTo(404);
    assertThat(get("/io/biopilot/agent/web/WebServer.class").statusCode()).isEqualTo(404);
    assertThat(get("/api/nothing").headers().firstValue("X-Frame-Options")).contains("DENY");
  }

  @Test
  void aForeignHostIsRefusedEverywhere() throws Exception {
    for (String line :
        List.of("GET / ", "GET /api/view ", "GET /api/stream ", "POST /api/commands ")) {
      String answer =
          raw(
              line
                  + "HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      assertThat(answer).as(line).startsWith("HTTP/1.1 403");
      assertThat(answer).contains("this page answers only as localhost");
    }
  }

  @Test
  void aCommandFromAnotherOriginIsRefused() throws Exception {
    String hold = "{\"command\":\"mode\",\"mode\":\"HOLD\",\"confirmed\":true}";
    Mode before = desk.view().mode();
    String json = "application/json";
    String own = "http://localhost:" + server.port();
    assertThat(post(hold, "Content-Type", json).statusCode()).as("no origin").isEqualTo(403);
    assertThat(post(hold, "Content-Type", json, "Origin", "null").statusCode()).isEqualTo(403);
    HttpResponse<String> foreign =
        post(hold, "Content-Type", json, "Origin", "https://evil.example");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).contains("commands are taken only from this page");
    assertThat(
            post(hold, "Content-Type", json, "Origin", own, "Sec-Fetch-Site", "cross-site")
                .statusCode())
        .isEqualTo(403);
    assertThat(post(hold, "Content-Type", "text/plain", "Origin", own).statusCode()).isEqualTo(415);
    assertThat(desk.view().mode()).isEqualTo(before);
  }

  @Test
  void badInputIsRefusedWithAClearMessage() throws Exception {
    assertThat(command("{broken").statusCode()).isEqualTo(400);
    assertThat(command("{broken").body()).contains("not JSON").contains("line 1");
    assertThat(command("").statusCode()).isEqualTo(400);
    HttpResponse<String> large =
        command("{\"command\":\"mode\",\"x\":\"" + "a".repeat(20_000) + "\"}");
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("a command has at most 16384 bytes");
    assertThat(get("/api/trend?from=x").statusCode()).isEqualTo(400);
    assertThat(get("/api/trend?points=1000000").body()).contains("points between 2 and 5000");
    assertThat(get("/api/commands").statusCode()).isEqualTo(405);
  }

  @Test
  void theDesksRefusalReachesTheOperator() throws Exception {
    command("{\"command\":\"mode\",\"mode\":\"AUTO\",\"confirmed\":true}");
    HttpResponse<String> answer =
        command("{\"command\":\"setpoint\",\"actuator\":\"Feed\",\"value\":0.05}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("need MANUAL");
  }

  @Test
  void aCommandReachesTheDesk() throws Exception {
    assertThat(
            command("{\"command\":\"mode\",\"mode\":\"MANUAL\",\"confirmed\":true}").statusCode())
        .isEqualTo(200);
    assertThat(desk.view().mode()).isEqualTo(Mode.MANUAL);
    assertThat(get("/api/view").body()).contains("\"mode\":\"MANUAL\"");
  }

  @Test
  void theStreamBringsTheRecordThenWhatIsNewAndSignsOfLife() throws Exception {
    HttpResponse<Stream<String>> answer =
        CLIENT.send(HttpRequest.newBuilder(uri("/api/stream")).build(), BodyHandlers.ofLines());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    List<String> events = new ArrayList<>();
    try (Stream<String> lines = answer.body()) {
      var iterator = lines.iterator();
      boolean ticked = false;
      while (!events.contains("event: alive")) {
        String line = iterator.next();
        if (line.startsWith("event: ")) {
          events.add(line);
        }
        if (!ticked && line.equals("event: view")) {
          ticked = true;
          desk.tick();
        }
      }
    }
    assertThat(events)
        .startsWith("event: record", "event: trend", "event: ahead", "event: view")
        .containsSubsequence("event: view", "event: trend", "event: view", "event: alive");
  }

  @Test
  void aPageThatDoesNotReadHoldsNobodyUp() throws Exception {
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      deaf.getOutputStream()
          .write(
              ("GET /api/stream HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader first =
          new BufferedReader(new InputStreamReader(deaf.getInputStream(), StandardCharsets.UTF_8));
      assertThat(first.readLine()).contains("200");
      for (int i = 0; i < 20; i++) {
        desk.refresh();
        long began = System.nanoTime();
        assertThat(get("/api/view").statusCode()).isEqualTo(200);
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(2));
      }
    }
  }

  @Test
  void theExportIsACsvFileNamedAfterTheBatch() throws Exception {
    HttpResponse<String> answer = get("/api/batch.csv");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"BR1-B-0001.csv\"");
    assertThat(answer.body()).contains("# batch: B-0001", "DO measured [%]");
    assertThat(get("/api/batch.csv?form=long").body()).contains("time_utc,hours,quantity");
  }

  @Test
  void aPortInUseSaysWhatToDo() {
    assertThatThrownBy(() -> started(server.port()))
        .rootCause()
        .satisfies(cause -> assertThat(cause).isNotNull());
    assertThatThrownBy(() -> started(server.port()))
        .hasMessageContaining(
            "port %d on 127.0.0.1 is in use by another program".formatted(server.port()));
  }

  @Test
  void thePageLoadsNothingFromElsewhereAndHasNoInlineScript() throws Exception {
    String html = get("/").body();
    assertThat(html).doesNotContain("http:", "https:", "onclick", "style=", "javascript:");
    assertThat(html.split("<script", -1)).hasSize(3);
    assertThat(html).doesNotContainPattern("<script[^>]*>[^<]");
    for (String name : PageFiles.NAMES) {
      if (name.startsWith("js/") || name.endsWith(".css")) {
        assertThat(get("/" + name).body())
            .as(name)
            .doesNotContain("http://", "https://", "innerHTML", "eval(");
      }
    }
  }

  @Test
  void aDayAtOneASecondIsDownSampledWithinASecond() {
    BatchRecord day = new BatchRecord("BR1", "day", StoryDesk.INOCULATION, 200_000);
    for (int channel = 0; channel < 12; channel++) {
      BatchRecord.Channel name = new BatchRecord.Channel("Q" + channel, BatchRecord.Kind.MEASURED);
      for (int second = 0; second < 86_400; second++) {
        day.add(
            name,
            "g/L",
            StoryDesk.INOCULATION.plusSeconds(second),
            Math.sin(second * 1e-3) + channel,
            Double.NaN,
            io.biopilot.connectors.Quality.GOOD);
      }
    }
    long began = System.nanoTime();
    String json = TrendJson.window(day, 0, 24, 1_500);
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(json.length()).isBetween(100_000, 600_000);
  }
}
