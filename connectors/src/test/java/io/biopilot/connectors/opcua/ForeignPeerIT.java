package io.biopilot.connectors.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Conversion;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import io.biopilot.testing.FreePort;
import io.biopilot.testing.OutsideProgram;
import io.biopilot.testing.RequiresProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is not ours and not Milo ({@code foreign/peer.py}, by asyncua): other node ids,
 * namespace index, data types and units, and a start command that is a method.
 */
@RequiresProgram("biopilot-foreign-peer")
class ForeignPeerIT {
  private static final String NODE = "nsu=urn:acme:fermenter;";
  private static final Tag OXYGEN = new Tag("F7", "DO", "%");
  private static final Tag FEED = new Tag("F7", "Feed.Setpoint", "L/h");
  private static final Tag STIRRER = new Tag("F7", "N.Setpoint", "1/min");
  private static final Tag HEARTBEAT = new Tag("F7", "Heartbeat", "1");
  private static final Tag WEIGHT = new Tag("F7", "Weight", "g");

  @TempDir Path directory;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Process peer;
  private String url;

  @BeforeEach
  void start() throws Exception {
    int port = FreePort.find();
    url = "opc.tcp://127.0.0.1:%s/acme".formatted(port);
    Path peerDirectory = Files.createDirectories(directory.resolve("peer"));
    peer =
        new ProcessBuilder(
                OutsideProgram.find("biopilot-foreign-peer").orElseThrow().toString(),
                String.valueOf(port),
                peerDirectory.toString())
            .redirectErrorStream(true)
            .start();
    Thread ears = new Thread(this::listen, "peer");
    ears.setDaemon(true);
    ears.start();
    await(() -> heard.contains("ready"));
  }

  private void listen() {
    try (var out =
        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(heard::add);
    } catch (IOException e) {
      heard.add(e.toString());
    }
  }

  @AfterEach
  void stop() throws Exception {
    peer.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
  }

  private OpcUaConfig config(String password) {
    return new OpcUaConfig(
        url,
        List.of(SecurityChoice.BASIC256SHA256),
        new Login.Password("operator", password::toCharArray),
        directory.resolve("pki"),
        new OpcUaConfig.PlantMap(
            List.of(
                OpcUaTag.of(OXYGEN, NODE + "i=1001", "%", "acme.yaml:10"),
                OpcUaTag.of(WEIGHT, NODE + "i=1002", "kg", "acme.yaml:11"),
                OpcUaTag.of(FEED, NODE + "s=Pump.SP", "mL/min", "acme.yaml:12"),
                OpcUaTag.of(STIRRER, NODE + "i=2001", "rpm", "acme.yaml:13"),
                OpcUaTag.of(HEARTBEAT, NODE + "i=2002", "1", "acme.yaml:14")),
            List.of(
                new OpcUaCommand.MethodCall(
                    "F7",
                    "Start",
                    NodeAddress.parse(NODE + "i=3000"),
                    NodeAddress.parse(NODE + "i=3001"),
                    List.of(new OpcUaCommand.Id()),
                    "acme.yaml:20"),
                new OpcUaCommand.Writes(
                    "F7",
                    "Gas",
                    List.of(
                        new OpcUaCommand.Item(
                            NodeAddress.parse(NODE + "i=2003"),
                            new OpcUaCommand.Argument("flow", Conversion.NONE))),
                    "acme.yaml:24"))),
        OpcUaConfig.Timing.STANDARD.with(Duration.ofMillis(100), 20));
  }

  private void trust() {
    assertThat(OpcUaTrust.look(url))
        .isInstanceOfSatisfying(
            OpcUaTrust.Shown.class,
            shown ->
                assertThat(
                        OpcUaTrust.trust(
                            url, shown.certificate().fingerprint(), directory.resolve("pki")))
                    .isInstanceOf(OpcUaTrust.Trusted.class));
  }

  @Test
  void samplesSetpointsHeartbeatAndStartPassInTheirOwnTypesAndUnits() throws Exception {
    trust();
    OpcUaConnector connector = new OpcUaConnector(config("fermenter-9"), InstantSource.system());
    connector.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
    List<Sample> samples = new CopyOnWriteArrayList<>();
    Instant begun = Instant.now();
    connector.subscribe(Set.of(OXYGEN, WEIGHT), samples::add);
    await(() -> samples.stream().filter(s -> s.tag().equals(OXYGEN)).count() >= 10);
    Sample oxygen = samples.stream().filter(s -> s.tag().equals(OXYGEN)).findFirst().orElseThrow();
    assertThat(oxygen.scalar()).isBetween(50.0, 87.5);
    assertThat(oxygen.quality()).isEqualTo(Quality.GOOD);
    assertThat(oxygen.sourceTime()).isAfter(begun.minusSeconds(5));
    Sample weight = samples.stream().filter(s -> s.tag().equals(WEIGHT)).findFirst().orElseThrow();
    assertThat(weight.scalar()).isCloseTo(1250, within(1e-9));

    List<WriteResult> results =
        connector
            .write(
                List.of(
                    new Setpoint(FEED, 0.15),
                    new Setpoint(STIRRER, 640.2),
                    new Setpoint(HEARTBEAT, 41)))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    assertThat(results).allMatch(result -> result instanceof WriteResult.Accepted);
    Command start = new Command("F7", "Start", 7, Map.of());
    assertThat(connector.call(start).toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isEqualTo(new CallResult.Done(start));
    Command gas = new Command("F7", "Gas", 8, Map.of("flow", 75.0));
    assertThat(connector.call(gas).toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isEqualTo(new CallResult.Done(gas));
    await(() -> heard.stream().filter(line -> line.startsWith("wrote")).count() == 4);
    assertThat(heard)
        .contains(
            "wrote Pump.SP 2.5 Float",
            "wrote 2001 640 Int16",
            "wrote 2002 41 UInt16",
            "wrote 2003 75.0 Double",
            "started 7");
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void wrongPasswordAndUntrustedCertificateAreRefusedInWords() throws Exception {
    assertThatThrownBy(() -> open(config("fermenter-9")))
        .hasMessageContaining("is not trusted")
        .hasMessageContaining("biopilot trust " + url + " --fingerprint ");
    trust();
    assertThatThrownBy(() -> open(config("guess")))
        .hasMessageContaining("wrong user name or password");
  }

  private static void open(OpcUaConfig config) throws Exception {
    OpcUaConnector connector = new OpcUaConnector(config, InstantSource.system());
    try {
      connector.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } finally {
      assertThat(connector.state()).isInstanceOf(ConnectionState.Closed.class);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).as("after 20 s").isTrue();
  }
}
