package io.biopilot.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.biopilot.connectors.Historian.Point;
import io.biopilot.connectors.Notice;
import io.biopilot.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal 10: every answer of a store, and its absence; what was appended arrives once. */
class LineHistorianTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final ConcurrentSkipListSet<String> stored = new ConcurrentSkipListSet<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private volatile String poison = "nothing is poison";
  private volatile int longest = Integer.MAX_VALUE;
  private HttpServer server;
  private LineHistorian historian;

  @BeforeEach
  void start() throws Exception {
    serve(FreePort.find());
    historian = open();
  }

  @AfterEach
  void stop() throws Exception {
    historian.close().toCompletableFuture().get(40, TimeUnit.SECONDS);
    server.stop(0);
  }

  private void serve(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/api/v2/write", this::answer);
    server.start();
  }

  private LineHistorian open() throws IOException {
    var token = new Credentials.Token("secret"::toCharArray);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    var config = new InfluxConfig(url, token, "-", "plant");
    LineHistorian made =
        new LineHistorian(
            new InfluxSink(config, false), query -> List.of(), directory, notices::add);
    made.open();
    return made;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Token secret");
    Integer next = answers.poll();
    int status = next == null ? 204 : next;
    if (status == 204 && body.contains(poison)) {
      status = 400;
    }
    if (status == 204 && body.length() > longest) {
      status = 413;
    }
    if (status == 204) {
      body.lines().filter(line -> !stored.add(line)).forEach(line -> repeated.incrementAndGet());
    }
    byte[] text = "{\"message\":\"test says no\"}".getBytes(StandardCharsets.UTF_8);
    if (status == 429) {
      exchange.getResponseHeaders().add("Retry-After", "1");
    }
    exchange.sendResponseHeaders(status, status == 204 ? -1 : text.length);
    if (status != 204) {
      exchange.getResponseBody().write(text);
    }
    exchange.close();
  }

  @Test
  void busyAndBrokenStoresAreTriedAgainUntilAllIsThere() throws Exception {
    answers.addAll(List.of(429, 503, 500, 401, 404));
    historian.append(points(0, 100));
    flush();
    assertThat(stored).hasSize(100);
    assertThat(repeated).hasValue(0);
    assertThat(notices).extracting(Notice::text).anyMatch(t -> t.contains("429"));
    assertThat(notices).extracting(Notice::text).anyMatch(t -> t.contains("401"));
    assertThat(notices).noneMatch(n -> n.kind() == Notice.Kind.LOST_POINTS);
  }

  @Test
  void poisonousPointsAreFoundByHalvingAndSetAside() throws Exception {
    poison = "n=13i";
    historian.append(points(0, 100));
    flush();
    assertThat(stored).hasSize(99);
    assertThat(Files.readString(directory.resolve("quarantine.lp")))
        .contains("n=13i", "test says no");
    assertThat(notices)
        .filteredOn(n -> n.kind() == Notice.Kind.LOST_POINTS)
        .hasSize(1)
        .allMatch(n -> n.text().contains("quarantine.lp"));
  }

  @Test
  void tooLongABatchIsHalved() throws Exception {
    longest = 1_000;
    historian.append(points(0, 300));
    flush();
    assertThat(stored).hasSize(300);
    assertThat(notices).noneMatch(n -> n.kind() == Notice.Kind.LOST_POINTS);
  }

  @Test
  void absentStoreLosesNothingAlsoOverARestartOfOurs() throws Exception {
    int port = server.getAddress().getPort();
    historian.append(points(0, 100));
    flush();
    server.stop(0);
    historian.append(points(100, 200));
    historian.close().toCompletableFuture().get(40, TimeUnit.SECONDS);
    historian = open();
    historian.append(points(200, 300));
    Thread.sleep(600);
    assertThat(historian.pending()).isEqualTo(200);
    serve(port);
    flush();
    assertThat(stored).hasSize(300);
    assertThat(notices).extracting(Notice::text).anyMatch(t -> t.contains("stores again"));
  }

  @Test
  void twoHundredThousandPointsWaitForTheStoreAndDrain() throws Exception {
    int port = server.getAddress().getPort();
    server.stop(0);
    for (int i = 0; i < 200_000; i += 2_000) {
      historian.append(points(i, i + 2_000));
    }
    serve(port);
    flush();
    assertThat(stored).hasSize(200_000);
    assertThat(repeated).hasValue(0);
  }

  private void flush() throws Exception {
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static List<Point> points(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                new Point(
                    "sensor", Map.of("reactor", "BR1"), Map.of("n", (long) i), T0.plusMillis(i)))
        .toList();
  }
}
