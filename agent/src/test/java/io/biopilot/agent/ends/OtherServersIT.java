package io.biopilot.agent.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.Historian;
import io.biopilot.connectors.influx.InfluxServer;
import io.biopilot.connectors.influx.LineHistorian;
import io.biopilot.connectors.mqtt.Mosquitto;
import io.biopilot.testing.RequiresProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Mosquitto in place of the embedded broker and a real InfluxDB in place of the embedded
 * store, by configuration alone; and samples that nobody should believe, published by somebody.
 */
@Timeout(300)
@RequiresProgram("mosquitto")
final class OtherServersIT {

  private static final String GLUCOSE = "biopilot/plant1/BR1/atline/Glucose";
  private static final String TOKEN = "biopilot:pump-7";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private Mosquitto broker;
  private InfluxServer influx;
  private Site site;

  @BeforeEach
  void start() throws Exception {
    broker = new Mosquitto(Files.createDirectories(folder.resolve("broker")));
    Files.writeString(folder.resolve("broker-password"), broker.password());
    site = new Site(folder);
    site.speed(360);
    String port = site.mqttPort();
    site.edit(
        Site.SIMULATE,
        "  host: 127.0.0.1\n  port: " + port + "\n",
        """
          url: ssl://127.0.0.1:%d
          user: %s
          password: {file: broker-password}
          authority: broker/broker.pem
        """
            .formatted(broker.port(), broker.user()));
    site.edit(
        Site.RUN,
        """
            url: mqtts://127.0.0.1:%s
            user: biopilot
            password: {file: "data/plant/password"}
            certificate: "data/plant/server.pem" \
        """
            .formatted(port),
        """
            url: mqtts://127.0.0.1:%d
            user: %s
            password: {file: broker-password}
            certificate: broker/broker.pem \
        """
            .formatted(broker.port(), broker.user()));
  }

  private void startInflux() throws Exception {
    influx = new InfluxServer(Files.createDirectories(folder.resolve("influx")));
    influx.freshDatabase("lab");
    site.edit(
        Site.RUN,
        "store: {kind: questdb, directory: \"data/store\"}",
        "store: {kind: influxdb, url: \"%s\", bucket: lab/autogen, token: {env: LAB_TOKEN}}"
            .formatted(influx.url()));
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
    if (influx != null) {
      influx.close();
    }
  }

  private static String message(String value, Instant time, String quality) {
    return "{\"v\": %s, \"u\": \"g/L\", \"t\": \"%s\", \"q\": \"%s\", \"src\": \"atline\"}"
        .formatted(value, time, quality);
  }

  @Test
  @RequiresProgram("influxd")
  void realBrokerAndRealStoreTakeAllOfIt() throws Exception {
    startInflux();
    try (Cli plant = site.simulate("--seed", "101")) {
      site.trust(plant);
      try (Cli agent = site.run(Map.of("LAB_TOKEN", TOKEN))) {
        Page page = site.page();
        page.start("M1");
        page.await(
            "an at-line value over Mosquitto",
            90,
            view -> view.get("variables").toString().contains("AT_LINE"));
        forge(page);
        agent.stop();
      }
      plant.stop();
    }
    Path journal = folder.resolve("data/journal/BR1.journal");
    Ledgers ledgers = Ledgers.of(journal);
    theForgedOnesAreOnRecord(ledgers, Files.readString(journal));
    Historian store =
        LineHistorian.influx(
            influx.config("lab", TOKEN),
            Files.createDirectories(folder.resolve("spool")),
            notice -> {});
    for (String kind : List.of("sensor", "estimate", "plan", "actuator", "alarm", "command")) {
      assertThat(ledgers.of(kind)).as(kind).isNotEmpty();
    }
    ledgers.requireIn(store);
    store.close().toCompletableFuture().join();
  }

  private void forge(Page page) throws Exception {
    Instant now = newest(page);
    broker.publish(GLUCOSE, message("7.77", now.plusSeconds(36_000), "GOOD"));
    broker.publish(GLUCOSE, message("8.88", now.minusSeconds(60), "BAD"));
    broker.publish(GLUCOSE, message("null", now.minusSeconds(50), "BAD"));
    broker.publish(GLUCOSE, message("NaN", now.minusSeconds(40), "GOOD"));
    broker.publish(GLUCOSE, message("null", now.minusSeconds(30), "GOOD"));
    // newer than any true one under way: the plant has gone on by hours on a slow machine
    broker.publish(GLUCOSE, message("4.321", newest(page), "GOOD"));
    page.await(
        "the good one among them",
        30,
        view -> view.get("variables").findValuesAsText("value").contains("4.321"));
    Instant then = Instant.parse(page.view().get("at").asText());
    assertThat(then).as("nobody moved the plant's clock").isBefore(now.plusSeconds(30_000));
  }

  private static Instant newest(Page page) throws Exception {
    return Instant.parse(page.view().get("newestSample").asText());
  }

  private static void theForgedOnesAreOnRecord(Ledgers ledgers, String journal) {
    List<String> rejected =
        ledgers.of("rejection").stream().map(point -> point.fields().toString()).toList();
    assertThat(rejected)
        .anySatisfy(row -> assertThat(row).contains("7.77", "in the future"))
        .anySatisfy(row -> assertThat(row).contains("8.88", "its source says that it is bad"))
        .anySatisfy(row -> assertThat(row).contains("NaN", "its source says that it is bad"));
    List<String> notices =
        ledgers.of("notice").stream().map(point -> point.fields().toString()).toList();
    assertThat(notices)
        .anySatisfy(row -> assertThat(row).contains("not JSON"))
        .anySatisfy(row -> assertThat(row).contains("expected a number"));
    assertThat(journal).contains("7.77", "8.88", "4.321");
    assertThat(ledgers.of("sensor").stream().map(point -> point.fields().get("value")))
        .contains(4.321)
        .doesNotContain(7.77, 8.88);
  }
}
