package io.biopilot.agent.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.biopilot.agent.journal.JournalReader;
import io.biopilot.agent.loop.Event;
import io.biopilot.connectors.Historian;
import io.biopilot.connectors.questdb.QuestDbStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plant and agent in two processes over encrypted OPC UA and TLS MQTT, by the commands that a user
 * types; each is killed and comes back. Then what is left of it is looked at: replay, export,
 * store.
 */
@Timeout(400)
final class TwoProcessesIT {

  private static final int SPEED = 60;

  /** Plant time that a kill may cost (h), as the issue asks. */
  private static final double LOST = 10 / 3600.0;

  private static final int BACK_SECONDS = 20;

  /** For the start of a JVM on a machine that has other things to do. */
  private static final int START_SECONDS = 90;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private Site site;
  private Page page;
  private Cli plant;
  private Cli agent;

  @BeforeEach
  void start() throws Exception {
    site = new Site(folder);
    page = site.page();
    site.speed(SPEED);
    // The feed begins early, so that there is something to be lost; the plant's own time is read.
    site.edit(Site.RUN, "startHours: 5.8", "startHours: 0.2");
    site.edit(
        Site.RUN,
        "  Fallback.Active: {",
        "  Batch.Time: {opcua: \"nsu=urn:biopilot:plant;s=BR1.Batch.Time\", unit: h, shown: false}\n"
            + "  Fallback.Active: {");
    plant = site.simulate("--seed", "101");
    site.trust(plant);
    agent = site.run();
    page.await("the page", START_SECONDS, view -> true);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    plant.close();
  }

  @Test
  void bothComeBackAfterKillNineAndNothingOfTheRecordIsMissing() throws Exception {
    page.start("B1");
    page.await("the feed", 120, view -> Page.feed(view) > 0);
    plant.await("feed 0\\.0[1-9]", 60);
    killThePlant();
    backToAuto();
    killTheAgent();
    backToAuto();
    agent.stop();
    plant.stop();
    theRecordIsWhole();
  }

  private void killThePlant() throws Exception {
    plant.kill();
    Thread.sleep(3_000);
    Instant seen = Instant.parse(page.view().get("newestSample").asText());
    plant = site.simulate("--seed", "101");
    long served = System.nanoTime();
    page.await(
        "values again",
        BACK_SECONDS,
        view -> Instant.parse(view.get("newestSample").asText()).isAfter(seen));
    System.out.printf("values %.1f s after the plant serves%n", (System.nanoTime() - served) / 1e9);
    plant.await("resumed at 0\\.\\d+ h of the batch", 5);
    plant.await("running", 10);
    assertThat(page.view().get("batch").get("name").asText()).isEqualTo("B1");
  }

  /** The plant fell back while nobody was there; that ends by an operator's word only. */
  private void backToAuto() throws Exception {
    JsonNode held =
        page.await("the plant's fallback", 60, view -> Page.active(view, "plant.fallback"));
    assertThat(held.get("mode").asText()).isEqualTo("HOLD");
    assertThat(page.refused("{\"command\":\"mode\",\"mode\":\"AUTO\",\"confirmed\":true}"))
        .contains("fallback");
    page.done("{\"command\": \"rearm\", \"confirmed\": true}");
    page.await("re-armed", 30, view -> !Page.active(view, "plant.fallback"));
    page.mode("AUTO");
    page.await("the feed again", 60, view -> Page.feed(view) > 0);
  }

  private void killTheAgent() throws Exception {
    agent.kill();
    try (Cli second = Cli.start(folder, "replay", "data/journal/BR1.journal")) {
      assertThat(second.exit(60)).as(second.text()).isZero();
    }
    agent = site.run();
    JsonNode view = page.await("the page again", START_SECONDS, any -> true);
    assertThat(view.get("mode").asText()).isEqualTo("HOLD");
    assertThat(view.get("batch").get("name").asText()).isEqualTo("B1");
    page.await("no feed", 30, now -> Page.feed(now) == 0);
    agent.await("agent.restarted", 10);
    JsonNode trend = page.trend().get("DO.measured");
    assertThat(trend.toString()).as("trend from before the kill").hasSizeGreaterThan(1_000);
    try (Cli second = site.run("--quiet")) {
      assertThat(second.exit(60)).isEqualTo(2);
      assertThat(second.text()).containsPattern("yaml:\\d+: web.port: port \\d+ .* is in use");
    }
    String config = Files.readString(folder.resolve(Site.RUN));
    Files.writeString(
        folder.resolve("other.yaml"), config.replaceFirst("web: .port: \\d+.", "web: {port: 0}"));
    try (Cli third = Cli.start(folder, "run", "--config", "other.yaml")) {
      assertThat(third.exit(60)).isEqualTo(2);
      assertThat(third.text())
          .containsPattern("the journal .*BR1.journal is in use by process \\d+");
    }
  }

  private void theRecordIsWhole() throws Exception {
    Path journal = folder.resolve("data/journal/BR1.journal");
    assertThat(Files.readString(journal)).doesNotContain("write.Feed\",\"reactor");
    nothingButSecondsWasLost(batchTimes(journal));
    try (Cli replay = Cli.start(folder, "replay", "data/journal/BR1.journal")) {
      assertThat(replay.exit(120)).as(replay.text()).isZero();
      assertThat(replay.text()).contains("no difference");
    }
    try (Cli export = Cli.start(folder, "export", "B1", "--out", "b1.csv")) {
      assertThat(export.exit(60)).as(export.text()).isZero();
    }
    String csv = Files.readString(folder.resolve("b1.csv"));
    assertThat(csv)
        .contains("DO measured [%]", "Feed setpoint [L/h]", "OD estimated [g/L]")
        .contains("agent.restarted", "plant.fallback", "mode");
    QuestDbStore server = QuestDbStore.start(folder.resolve("data/store"), 0);
    Historian store =
        server.historian(Files.createDirectories(folder.resolve("spool")), notice -> {});
    Ledgers ledgers = Ledgers.of(journal);
    for (String kind : List.of("sensor", "estimate", "plan", "actuator", "alarm", "command")) {
      assertThat(ledgers.of(kind)).as(kind).isNotEmpty();
    }
    ledgers.requireIn(store);
    store.close().toCompletableFuture().join();
    server.close();
  }

  /** Source time and batch time (h) as the plant told them. */
  private record Told(Instant source, double hours) {}

  private static List<Told> batchTimes(Path journal) throws Exception {
    List<Told> told = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(journal)) {
      JournalReader.Entry entry;
      while ((entry = reader.read()) != null) {
        if (entry.event() instanceof Event.SampleReceived received
            && received.sample().tag().name().equals("Batch.Time")
            && received.sample().scalar() > 0) {
          told.add(new Told(received.sample().sourceTime(), received.sample().scalar()));
        }
      }
    }
    return told;
  }

  /** The outage counts as plant time: source time and batch time went on together. */
  private static void nothingButSecondsWasLost(List<Told> told) {
    assertThat(told).hasSizeGreaterThan(50);
    Told first = told.get(0);
    double longest = 0;
    Told before = first;
    for (Told now : told) {
      double passed = hours(first.source(), now.source());
      assertThat(now.hours() - first.hours()).isCloseTo(passed, within(LOST));
      longest = Math.max(longest, hours(before.source(), now.source()));
      before = now;
    }
    assertThat(longest).as("there was an outage (h)").isGreaterThan(3 * SPEED / 3600.0);
  }

  private static double hours(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 3.6e6;
  }
}
