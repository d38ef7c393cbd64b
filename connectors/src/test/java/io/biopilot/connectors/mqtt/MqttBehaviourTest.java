package io.biopilot.connectors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.connectors.ConnectionFailure;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.PlantSide;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, outages, the outbox and bad messages. */
class MqttBehaviourTest {
  private static final Instant T0 = Instant.parse("2026-01-01T03:20:00Z");
  @TempDir static Path keysDirectory;
  private static BrokerKeys keys;
  private static TestBroker broker;
  @TempDir Path directory;
  private FarEnd farEnd;
  private MqttConnector connector;
  private final List<Sample> samples = new CopyOnWriteArrayList<>();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    keys = BrokerKeys.make(keysDirectory);
    broker = new TestBroker(keysDirectory, keys);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    farEnd = new FarEnd(broker.port(), directory, keys);
    connector = farEnd.connector();
    connector.notices(notices::add);
  }

  @AfterEach
  void stop() throws Exception {
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    farEnd.close();
  }

  @Test
  void wrongPasswordIsRefusedInWords() {
    var trust = new TlsTrust.CaFile(keys.certificatePem());
    assertRefused(farEnd.config(trust, "guess", List.of()), "wrong user name or password");
  }

  @Test
  void anotherBrokersCertificateIsRefused() throws Exception {
    String own = TlsTrust.Fingerprint.of(keys.certificate());
    String other = own.replace('A', 'B').replace('1', '2');
    assertRefused(
        farEnd.config(new TlsTrust.Fingerprint(other), TestBroker.PASSWORD, List.of()), own);
    BrokerKeys foreign = BrokerKeys.make(directory);
    assertRefused(
        farEnd.config(
            new TlsTrust.CaFile(foreign.certificatePem()), TestBroker.PASSWORD, List.of()),
        "is not trusted");
  }

  @Test
  void fingerprintIsEnoughToKnowTheBroker() throws Exception {
    String own = TlsTrust.Fingerprint.of(keys.certificate());
    var config =
        farEnd.config(new TlsTrust.Fingerprint("sha256:" + own), TestBroker.PASSWORD, List.of());
    MqttConnector pinned = new MqttConnector(config, InstantSource.system());
    pinned.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(pinned.state()).isInstanceOf(ConnectionState.Connected.class);
    pinned.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void samplesOfAnOutageArriveAfterwards() throws Exception {
    open();
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    farEnd.publish(PlantSide.MEASURED, 1, T0, Quality.GOOD);
    await(() -> samples.size() == 1);
    farEnd.cut();
    await(() -> !(connector.state() instanceof ConnectionState.Connected));
    for (int i = 1; i <= 5; i++) {
      farEnd.publish(PlantSide.MEASURED, i, T0.plusSeconds(i), Quality.GOOD);
    }
    farEnd.restore();
    await(() -> samples.size() >= 6);
    assertThat(samples)
        .extracting(Sample::sourceTime)
        .containsExactly(
            T0,
            T0.plusSeconds(1),
            T0.plusSeconds(2),
            T0.plusSeconds(3),
            T0.plusSeconds(4),
            T0.plusSeconds(5));
  }

  /** A broker need not mark what it sends again: the same bytes with a source time are one. */
  @Test
  void messageThatComesTwiceIsOneSample() throws Exception {
    open();
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    farEnd.publish(PlantSide.MEASURED, 1, T0, Quality.GOOD);
    farEnd.publish(PlantSide.MEASURED, 1, T0, Quality.GOOD);
    farEnd.publish(PlantSide.MEASURED, 1, T0.plusSeconds(1), Quality.GOOD);
    await(() -> samples.size() >= 2);
    assertThat(samples).extracting(Sample::sourceTime).containsExactly(T0, T0.plusSeconds(1));
    assertThat(notices).isEmpty();
  }

  @Test
  void telemetryOfAnOutageIsDeliveredWholeAndInOrder() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    MqttClient listener =
        new MqttClient("ssl://127.0.0.1:" + broker.port(), "listener", new MemoryPersistence());
    listener.connect(FarEnd.options(keys));
    listener.setCallback(
        new Ears((topic, payload) -> heard.add(new String(payload, StandardCharsets.UTF_8))));
    listener.subscribe("test/telemetry", 1);
    open();
    for (int i = 0; i < 600; i++) {
      if (i == 200) {
        farEnd.cut();
      }
      if (i == 400) {
        farEnd.restore();
      }
      connector.publish("test/telemetry", ("n" + i).getBytes(StandardCharsets.UTF_8));
      Thread.sleep(1);
    }
    await(() -> connector.pendingTelemetry() == 0);
    await(() -> heard.contains("n599"));
    List<String> distinct = heard.stream().distinct().toList();
    assertThat(distinct).hasSize(600);
    assertThat(distinct.get(0)).isEqualTo("n0");
    assertThat(distinct.indexOf("n300")).isGreaterThan(distinct.indexOf("n100"));
    listener.disconnectForcibly(0, 500, true);
    listener.close(true);
  }

  @Test
  void telemetryWaitsOnDiskForTheNextStart() throws Exception {
    farEnd.cut();
    connector.open();
    connector.publish("test/telemetry", new byte[] {1});
    connector.publish("test/telemetry", new byte[] {2});
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    farEnd.restore();
    connector = farEnd.connector();
    open();
    await(() -> connector.pendingTelemetry() == 0);
    assertThat(connector.pendingTelemetry()).isZero();
  }

  @Test
  void barrierAndVectorsAndSharedTopicsAreMapped() throws Exception {
    Tag barrier = new Tag("BR1", "Barrier", "1");
    Tag profile = new Tag("BR1", "Omics", "mg/g");
    connector.close();
    connector =
        farEnd.connector(
            new MqttTag(
                barrier,
                "test/barrier",
                MqttTag.Fields.only("tick", "count"),
                new MqttTag.Scaling(1, 0, "1"),
                SampleKind.ONLINE,
                "test.yaml:7"),
            MqttTag.of(profile, "test/omics", SampleKind.OFFLINE, "test.yaml:8"));
    open();
    connector.subscribe(Set.of(barrier, profile), samples::add);
    farEnd.send("test/barrier", "{\"tick\": 17, \"count\": 2}");
    farEnd.send(
        "test/omics",
        "{\"v\": [0.5, 1, 2e-3], \"u\": \"g/g\", \"t\": \"2026-01-01T03:20:00Z\", \"q\": \"GOOD\"}");
    await(() -> samples.size() == 2);
    assertThat(samples.get(0).value()).containsExactly(17.0, 2.0);
    assertThat(samples.get(1).value()).containsExactly(500.0, 1000.0, 2.0);
    assertThat(samples.get(1).kind()).isEqualTo(SampleKind.OFFLINE);
  }

  @Test
  void badMessagesAreRecordedAndTheNextGoodOneArrives() throws Exception {
    open();
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    List<String> bad =
        List.of(
            "not json",
            "",
            "{\"v\": 1, \"v\": 2}",
            "{\"u\": \"g/L\"}",
            "{\"v\": \"4.2\", \"t\": \"2026-01-01T03:20:00Z\", \"q\": \"GOOD\"}",
            "{\"v\": 4.2, \"t\": \"yesterday\", \"q\": \"GOOD\"}",
            "{\"v\": 4.2, \"t\": \"2026-01-01T03:20:00Z\", \"q\": \"SUPER\"}",
            "{\"v\": 4.2, \"u\": \"furlong\", \"t\": \"2026-01-01T03:20:00Z\", \"q\": \"GOOD\"}",
            "{\"v\": 1e999, \"t\": \"2026-01-01T03:20:00Z\", \"q\": \"GOOD\"}",
            "[".repeat(5_000));
    bad.forEach(text -> farEnd.send(FarEnd.MEASURED_TOPIC, text));
    farEnd.publish(PlantSide.MEASURED, 4.2, T0, Quality.GOOD);
    await(() -> samples.size() == 1);
    assertThat(notices).hasSize(bad.size());
    assertThat(notices)
        .allMatch(n -> n.kind() == Notice.Kind.REJECTED)
        .allMatch(n -> n.source().equals(FarEnd.MEASURED_TOPIC));
    assertThat(notices.get(4).text()).contains("test.yaml:1", "\"4.2\"", "expected a number");
    assertThat(notices.get(5).text()).contains("\"yesterday\"", "2026-01-01T03:20:00Z");
    assertThat(notices.get(7).text()).contains("'furlong'", "mg/L");
  }

  @Test
  void passwordDoesNotTravelUnprotectedAndAWildcardIsNoTag() {
    MqttConfig good = farEnd.config(new TlsTrust.CaFile(keys.certificatePem()), "x", List.of());
    assertThatThrownBy(
            () ->
                new MqttConfig(
                    "mqtt://192.0.2.1:1883",
                    "a",
                    good.access(),
                    good.topics(),
                    directory,
                    good.timing()))
        .hasMessageContaining("mqtts://");
    assertThatThrownBy(
            () -> MqttTag.of(PlantSide.MEASURED, "a/+/b", SampleKind.AT_LINE, "my.yaml:3"))
        .hasMessageContaining("my.yaml:3");
  }

  private void open() throws Exception {
    connector.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static void assertRefused(MqttConfig config, String words) {
    MqttConnector refused = new MqttConnector(config, InstantSource.system());
    assertThatThrownBy(() -> refused.open().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ConnectionFailure.class)
        .hasMessageContaining(words);
    assertThat(refused.state()).isInstanceOf(ConnectionState.Closed.class);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 4_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).as("after 20 s").isTrue();
  }
}
