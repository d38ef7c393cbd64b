package io.biopilot.agent.ends;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.biopilot.testing.FreePort;
import io.biopilot.testing.OutsideProgram;
import io.biopilot.testing.RequiresProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code deploy/foreign.yaml} on a server of another maker (asyncua, {@code foreign/peer.py}): what
 * arrived is judged by what that server says.
 */
@Timeout(300)
@RequiresProgram("biopilot-foreign-peer")
final class ForeignPlantIT {

  private static final String CONFIG = "foreign.yaml";
  private static final Map<String, String> PASSWORD = Map.of("FOREIGN_PLC_PASSWORD", "fermenter-9");
  private static final int START_SECONDS = 90;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Process peer;
  private String url;
  private Page page;

  @BeforeEach
  void start() throws Exception {
    int port = FreePort.find();
    int web = FreePort.find();
    url = "opc.tcp://127.0.0.1:%d/acme".formatted(port);
    page = new Page(web);
    String text = Files.readString(Site.DEPLOY.resolve(CONFIG));
    assertThat(text).contains("kind: nominal", "tickSeconds: 60", "mode: HOLD");
    Files.writeString(
        folder.resolve(CONFIG),
        text.replace("4841", Integer.toString(port))
            .replace("8081", Integer.toString(web))
            // By the wall clock: a tick a minute would make the test a long one.
            .replace("tickSeconds: 60", "tickSeconds: 5"));
    peer =
        new ProcessBuilder(
                OutsideProgram.find("biopilot-foreign-peer").orElseThrow().toString(),
                String.valueOf(port),
                Files.createDirectories(folder.resolve("peer")).toString())
            .redirectErrorStream(true)
            .start();
    Thread ears = new Thread(this::listen, "ears of the peer");
    ears.setDaemon(true);
    ears.start();
    await("the peer", () -> heard.contains("ready"));
  }

  @AfterEach
  void stop() throws Exception {
    peer.destroyForcibly().waitFor();
  }

  private void listen() {
    try (var out =
        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(heard::add);
    } catch (IOException e) {
      heard.add(e.toString());
    }
  }

  private void await(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("%s: not within 60 s; heard %s".formatted(what, heard));
      }
      Thread.sleep(50);
    }
  }

  private boolean heardOf(String start) {
    return heard.stream().anyMatch(line -> line.startsWith(start));
  }

  private Stream<String> heartbeats() {
    return heard.stream().filter(line -> line.startsWith("wrote 2002 "));
  }

  private Cli run(Map<String, String> environment, String... more) throws IOException {
    String[] arguments = {"run", "--config", CONFIG, more.length > 0 ? more[0] : "--quiet"};
    return Cli.start(folder, environment, arguments);
  }

  private void refused(Map<String, String> environment, String... words) throws Exception {
    try (Cli run = run(environment)) {
      assertThat(run.exit(START_SECONDS)).as(run.text()).isEqualTo(2);
      assertThat(run.text()).contains(words).doesNotContain("Exception", "\tat ");
    }
  }

  /** First contact, with the command that the refusal names. */
  private void trust() throws Exception {
    String fingerprint;
    try (Cli look = Cli.start(folder, "trust", url, "--pki", "data/pki")) {
      assertThat(look.exit(START_SECONDS)).isZero();
      fingerprint = look.await("^fingerprint +(.*)", 1);
    }
    String wrong = (fingerprint.startsWith("0") ? "1" : "0") + fingerprint.substring(1);
    try (Cli other = Cli.start(folder, "trust", url, "--pki", "data/pki", "--fingerprint", wrong)) {
      assertThat(other.exit(START_SECONDS)).isEqualTo(2);
      assertThat(other.text()).contains(fingerprint, "nothing was stored");
    }
    try (Cli run = run(PASSWORD)) {
      String command = run.await("then run: biopilot (trust .*)", START_SECONDS);
      assertThat(run.exit(30)).isEqualTo(2);
      assertThat(command).contains(fingerprint);
      try (Cli trust = Cli.start(folder, command.split(" ", -1))) {
        assertThat(trust.exit(START_SECONDS)).as(trust.text()).isZero();
      }
    }
  }

  @Test
  void whoIsNotKnownIsRefusedWithWordsThatHelp() throws Exception {
    refused(Map.of(), "connections.opcua.password", "FOREIGN_PLC_PASSWORD is not set");
    trust();
    refused(Map.of("FOREIGN_PLC_PASSWORD", "wrong"), url, "operator", "password");
    assertThat(heardOf("wrote")).isFalse();
  }

  @Test
  void inShadowItPlansAndShowsAndWritesNothing() throws Exception {
    trust();
    try (Cli run = run(PASSWORD, "--shadow")) {
      page.await("the page", START_SECONDS, view -> view.get("shadow").asBoolean());
      page.start("S1");
      page.mode("AUTO");
      JsonNode view =
          page.await(
              "a plan", 60, now -> now.get("controller").get("source").asText().equals("PLAN"));
      assertThat(view.get("controller").toString()).contains("solveMs");
      Thread.sleep(7_000); // one more tick, and seven heartbeats that must not come
      assertThat(heard).containsExactly("ready");
      run.stop();
    }
    assertThat(Files.readString(folder.resolve("data/journal-r7/R7.journal")))
        .contains("\"e\":\"Planned\"", "\"f\":\"Ruled\"")
        .doesNotContain("\"f\":\"Write\"", "\"f\":\"Call\"");
    assertThat(heard).containsExactly("ready");
  }

  @Test
  void theFeedArrivesInThePlantsOwnTypeAndUnit() throws Exception {
    trust();
    // The recipe feeds from the first minute on.
    Path config = folder.resolve(CONFIG);
    Files.writeString(
        config,
        Files.readString(config)
            .replace("kind: nominal", "kind: recipe")
            .replace("startHours: 5,", "startHours: 0,"));
    try (Cli run = run(PASSWORD)) {
      page.await("the page", START_SECONDS, view -> true);
      // It counts on while the connection is being made: the first that arrives may be any.
      await("the heartbeat", () -> heartbeats().count() >= 3);
      assertThat(heartbeats()).allMatch(line -> line.endsWith(" UInt16"));
      page.start("F1");
      await("the start command", () -> heardOf("started 1"));
      page.mode("AUTO");
      // 0.008 L/h are 0.1333 mL/min.
      await("the feed", () -> heardOf("wrote Pump.SP 0.1333"));
      page.mode("MANUAL");
      page.done("{\"command\": \"setpoint\", \"actuator\": \"Feed\", \"value\": 0.012}");
      await("the set-point by hand", () -> heardOf("wrote Pump.SP 0.2"));
      page.mode("HOLD");
      await("the pump's stop", () -> heardOf("wrote Pump.SP 0.0 Float"));
      assertThat(heard.stream().filter(line -> line.startsWith("wrote Pump.SP")))
          .allMatch(line -> line.endsWith(" Float"));
      run.stop();
    }
  }
}
