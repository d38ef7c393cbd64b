package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.connectors.Conversion;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import io.biopilot.connectors.opcua.Login;
import io.biopilot.connectors.opcua.NodeAddress;
import io.biopilot.connectors.opcua.OpcUaConfig;
import io.biopilot.connectors.opcua.OpcUaConnector;
import io.biopilot.connectors.opcua.OpcUaTag;
import io.biopilot.connectors.opcua.OpcUaTrust;
import io.biopilot.connectors.opcua.SecurityChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The project's own OPC UA adapter against the served plant. */
@Timeout(120)
class OwnAdapterIT {

  @TempDir Path dir;

  private static Tag tag(PlantTag plantTag) {
    return new Tag("BR1", plantTag.text(), "1");
  }

  private OpcUaConnector connector(PlantAccess access, Path pki) {
    List<OpcUaTag> tags =
        Stream.of(PlantTag.values())
            .map(
                t ->
                    new OpcUaTag(
                        tag(t),
                        NodeAddress.parse("nsu=urn:biopilot:plant;s=BR1." + t.text()),
                        Conversion.NONE,
                        SampleKind.ONLINE,
                        "test"))
            .toList();
    return new OpcUaConnector(
        new OpcUaConfig(
            access.opcUaUrl(),
            List.of(SecurityChoice.BASIC256SHA256),
            new Login.Password(access.user(), access.password()),
            pki,
            new OpcUaConfig.PlantMap(tags, List.of()),
            OpcUaConfig.Timing.STANDARD.with(Duration.ofSeconds(1), 100)),
        InstantSource.system());
  }

  private SimulatorServer start(Path pki) throws Exception {
    SimulatorConfig free = SimulatorConfig.local(dir.resolve("plant"), Pace.lockStep(), 1);
    return SimulatorServer.start(
        new SimulatorConfig(
            free.dataDir(),
            free.reactor(),
            free.batch(),
            free.pace(),
            free.opcUa(),
            free.mqtt(),
            new SimulatorConfig.Access("biopilot", null, List.of(pki))));
  }

  @Test
  void stepsGoThroughTheAdapterWithoutALostSample() throws Exception {
    Path pki = dir.resolve("pki");
    try (SimulatorServer server = start(pki)) {
      PlantAccess access = server.access();
      OpcUaTrust.trust(access.opcUaUrl(), access.fingerprint(), pki);
      OpcUaConnector connector = connector(access, pki);
      connector.open().toCompletableFuture().get(30, TimeUnit.SECONDS);
      BlockingQueue<Sample> arrivals = new LinkedBlockingQueue<>();
      Set<Tag> watched = new HashSet<>();
      Stream.of(PlantTag.values()).filter(PlantTag::sampled).forEach(t -> watched.add(tag(t)));
      watched.add(tag(PlantTag.LOCKSTEP_BARRIER));
      connector.subscribe(watched, arrivals::add);
      int ticks = 200;
      for (int tick = 0; tick <= ticks; tick++) {
        awaitTick(arrivals, tick, watched.size() - 1);
        List<WriteResult> results =
            connector
                .write(
                    List.of(
                        new Setpoint(tag(PlantTag.BATCH_START), 1),
                        new Setpoint(tag(PlantTag.FEED_SETPOINT), 0.01),
                        new Setpoint(tag(PlantTag.LOCKSTEP_ACK), tick)))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(results.subList(1, 3)).allMatch(r -> r instanceof WriteResult.Accepted);
        // Starting twice is refused, in words.
        assertThat(results.get(0) instanceof WriteResult.Accepted).isEqualTo(tick == 0);
      }
      awaitTick(arrivals, ticks + 1, watched.size() - 1);
      assertThat(server.status().truth().hours()).isEqualTo((ticks + 1) / 60.0);
      connector.close().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  /** As an agent does it: the barrier tells how many samples belong to its tick. */
  private static void awaitTick(BlockingQueue<Sample> arrivals, long tick, int expected)
      throws InterruptedException {
    Set<Tag> tags = new HashSet<>();
    Set<Instant> times = new HashSet<>();
    long count = -1;
    while (tags.size() != count) {
      Sample sample = arrivals.poll(10, TimeUnit.SECONDS);
      assertThat(sample).as("tick %s: %s of %s samples", tick, tags.size(), count).isNotNull();
      times.add(sample.sourceTime());
      if (sample.tag().equals(tag(PlantTag.LOCKSTEP_BARRIER))) {
        assertThat(sample.value().get(0)).isEqualTo((double) tick);
        count = sample.value().get(1).longValue();
        assertThat(count).isEqualTo(expected);
      } else {
        assertThat(tags.add(sample.tag())).as("%s twice", sample.tag()).isTrue();
      }
    }
    assertThat(times).containsExactly(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60 * tick));
  }

  @Test
  void aClientThatThePlantDoesNotTrustIsToldSo() throws Exception {
    Path pki = dir.resolve("pki");
    try (SimulatorServer server = start(dir.resolve("others"))) {
      PlantAccess access = server.access();
      OpcUaTrust.trust(access.opcUaUrl(), access.fingerprint(), pki);
      OpcUaConnector connector = connector(access, pki);
      assertThatThrownBy(() -> connector.open().toCompletableFuture().get(30, TimeUnit.SECONDS))
          .hasMessageContaining("certificate");
      connector.close().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }
}
