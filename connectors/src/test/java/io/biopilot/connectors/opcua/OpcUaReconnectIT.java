package io.biopilot.connectors.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.PlantSide;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.WriteResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goals 7 and 13: data is back within 20 s of every kind of break, and nothing stale is written.
 */
class OpcUaReconnectIT {
  private static final Instant T0 = Instant.parse("2026-01-01T03:20:00Z");

  @TempDir Path directory;
  private TestPlant plant;
  private OpcUaConnector connector;
  private final List<Sample> samples = new CopyOnWriteArrayList<>();
  private int published;

  @BeforeEach
  void start() throws Exception {
    plant = new TestPlant(directory, TestPlantServer.Identity.sound());
    OpcUaTrust.trust(plant.url(), plant.fingerprint(), directory);
    connector = plant.connector();
    connector.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    awaitData();
  }

  @AfterEach
  void stop() throws Exception {
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    plant.close();
  }

  @Test
  void dataIsBackAfterTheServerRestarts() throws Exception {
    int port = plant.server.port();
    plant.server.close();
    await(() -> !connected());
    Thread.sleep(3_000);
    plant.server = TestPlantServer.start(port, plant.identity, directory);
    long up = System.nanoTime();
    awaitData();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - up)).isLessThan(20_000);
    await(() -> plant.server.nodes().monitoredItems() == 1);
  }

  @Test
  void frozenLineIsNoticedWritesAreNotQueuedAndDataIsBackAfterTheThaw() throws Exception {
    plant.wire.freeze(true);
    await(() -> !connected());
    List<WriteResult> late =
        connector
            .write(List.of(new Setpoint(PlantSide.FLOW, 0.75)))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    assertThat(late.get(0)).isInstanceOf(WriteResult.Refused.class);
    Thread.sleep(2_000);
    plant.wire.freeze(false);
    awaitData();
    assertThat(plant.server.nodes().writes()).isEmpty();
  }

  @Test
  void aSubscriptionThatTheServerEndsIsMadeAnew() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    connector.notices(notice -> told.add(notice.text()));
    plant.server.endSubscriptions();
    await(() -> told.stream().anyMatch(text -> text.contains("the subscription ended")));
    awaitData();
    assertThat(told).anyMatch(text -> text.contains("Bad_Timeout"));
  }

  @Test
  void writeInTheAirWhenTheLineFreezesIsUnknown() throws Exception {
    plant.wire.freeze(true);
    List<WriteResult> results =
        connector
            .write(List.of(new Setpoint(PlantSide.FLOW, 0.5)))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    assertThat(results.get(0)).isInstanceOf(WriteResult.Unknown.class);
    plant.wire.freeze(false);
  }

  @Test
  void twentyCutsLeaveOneSubscriptionAndNoThreadsBehind() throws Exception {
    cutAndRestore();
    int before = Thread.activeCount();
    for (int i = 0; i < 20; i++) {
      cutAndRestore();
    }
    // The server lets an abandoned subscription live for 5 keep-alives of 1 s.
    await(() -> plant.server.nodes().monitoredItems() == 1);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("opcua-"))
        .hasSize(1);
    // Milo's shared pools breathe with the machine's load; a leak would be one or more a cut.
    await(() -> Thread.activeCount() < before + 20);
    assertThat(samples.stream().map(Sample::sourceTime).distinct().count())
        .isEqualTo(samples.size());
  }

  private void cutAndRestore() throws Exception {
    plant.wire.cut();
    await(() -> !connected());
    plant.wire.restore();
    awaitData();
  }

  /** Publishes until one of the new values arrives. */
  private void awaitData() throws Exception {
    int first = published;
    await(
        () -> {
          Instant source = T0.plusSeconds(++published);
          plant.publish(PlantSide.MEASURED, published, source, Quality.GOOD);
          return samples.stream().anyMatch(s -> s.sourceTime().isAfter(T0.plusSeconds(first)));
        });
  }

  private boolean connected() {
    return connector.state() instanceof ConnectionState.Connected;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).as("after 20 s").isTrue();
  }
}
