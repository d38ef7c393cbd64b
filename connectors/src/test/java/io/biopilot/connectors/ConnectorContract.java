package io.biopilot.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Connector} promises. An adapter's test supplies it with its far end. */
public abstract class ConnectorContract {

  /** Longest wait for anything; issue 3 asks for data back within 20 s of a cut. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  protected static final Instant T0 = Instant.parse("2026-01-01T03:20:00.125Z");

  private PlantSide plant;
  private Connector connector;
  private final List<Sample> samples = new CopyOnWriteArrayList<>();

  /** Starts a fresh far end; called before {@link #connector()}. */
  protected abstract PlantSide plant() throws Exception;

  /** A connector to it, not opened. */
  protected abstract Connector connector() throws Exception;

  /** Ends the far end. */
  protected void stopPlant() throws Exception {}

  /** Protocols without commands (a command named {@code Start}) override this with false. */
  protected boolean hasCommands() {
    return true;
  }

  @BeforeEach
  void start() throws Exception {
    plant = plant();
    connector = connector();
  }

  @AfterEach
  void stop() throws Exception {
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    stopPlant();
  }

  @Test
  void stateIsToldAtOnceAndOnChange() throws Exception {
    List<ConnectionState> states = new CopyOnWriteArrayList<>();
    connector.watch(states::add);
    assertThat(states).containsExactly(new ConnectionState.Closed());
    open();
    await(() -> states.get(states.size() - 1) instanceof ConnectionState.Connected);
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    await(() -> states.get(states.size() - 1) instanceof ConnectionState.Closed);
    assertThat(connector.state()).isEqualTo(new ConnectionState.Closed());
  }

  @Test
  void samplesArriveInOrderInCanonicalUnitsWithTheirSourceTime() throws Exception {
    open();
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    settle(1);
    for (int i = 0; i < 5; i++) {
      plant.publish(PlantSide.MEASURED, 4.25 + i, T0.plusSeconds(i), Quality.GOOD);
    }
    await(() -> has(T0.plusSeconds(4)));
    List<Sample> last = samples.subList(samples.size() - 5, samples.size());
    for (int i = 0; i < 5; i++) {
      assertThat(last.get(i).tag()).isEqualTo(PlantSide.MEASURED);
      assertThat(last.get(i).scalar()).isCloseTo(4.25 + i, within(1e-12));
      assertThat(last.get(i).sourceTime()).isEqualTo(T0.plusSeconds(i));
      assertThat(last.get(i).quality()).isEqualTo(Quality.GOOD);
    }
  }

  @Test
  void theSourcesDoubtIsPassedOn() throws Exception {
    open();
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    settle(1);
    plant.publish(PlantSide.MEASURED, 1, T0, Quality.UNCERTAIN);
    plant.publish(PlantSide.MEASURED, 2, T0.plusSeconds(1), Quality.BAD);
    await(() -> has(T0.plusSeconds(1)));
    assertThat(samples)
        .filteredOn(sample -> !sample.sourceTime().isBefore(T0))
        .extracting(Sample::quality)
        .containsSubsequence(Quality.UNCERTAIN, Quality.BAD);
  }

  @Test
  void closedSubscriptionIsSilent() throws Exception {
    open();
    Subscription subscription = connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    settle(1);
    plant.publish(PlantSide.MEASURED, 1, T0, Quality.GOOD);
    await(() -> has(T0));
    subscription.close();
    List<Sample> others = new CopyOnWriteArrayList<>();
    connector.subscribe(Set.of(PlantSide.MEASURED), others::add);
    settle(1);
    plant.publish(PlantSide.MEASURED, 2, T0.plusSeconds(1), Quality.GOOD);
    await(() -> others.stream().anyMatch(s -> s.sourceTime().equals(T0.plusSeconds(1))));
    assertThat(has(T0.plusSeconds(1))).isFalse();
  }

  @Test
  void unmappedTagIsRefusedByName() throws Exception {
    open();
    assertThatThrownBy(() -> connector.subscribe(Set.of(PlantSide.UNMAPPED), samples::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BR1/Nowhere");
    assertThat(write(new Setpoint(PlantSide.UNMAPPED, 1)).get(0))
        .isInstanceOfSatisfying(
            WriteResult.Refused.class, r -> assertThat(r.reason()).contains("BR1/Nowhere"));
  }

  @Test
  void readGivesTheNewestValueOfEachTagInTheSetsOrder() throws Exception {
    open();
    Set<Tag> tags = new LinkedHashSet<>(List.of(PlantSide.FLOW, PlantSide.MEASURED));
    connector.subscribe(tags, samples::add);
    settle(2);
    plant.publish(PlantSide.MEASURED, 3.5, T0, Quality.GOOD);
    plant.publish(PlantSide.FLOW, 0.125, T0, Quality.GOOD);
    await(() -> samples.stream().filter(s -> s.sourceTime().equals(T0)).count() >= 2);
    List<Sample> read = connector.read(tags).toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(read).extracting(Sample::tag).containsExactlyElementsOf(tags);
    assertThat(read.get(0).scalar()).isCloseTo(0.125, within(1e-12));
    assertThat(read.get(1).scalar()).isCloseTo(3.5, within(1e-12));
  }

  @Test
  void eachSetpointOfAWriteHasItsResultInOrder() throws Exception {
    open();
    List<WriteResult> results =
        write(new Setpoint(PlantSide.REFUSED, 1), new Setpoint(PlantSide.FLOW, 0.25));
    assertThat(results).hasSize(2);
    assertThat(results.get(0)).isInstanceOf(WriteResult.Refused.class);
    assertThat(results.get(1))
        .isEqualTo(new WriteResult.Accepted(new Setpoint(PlantSide.FLOW, 0.25)));
    await(() -> plant.written(PlantSide.FLOW).isPresent());
    assertThat(plant.written(PlantSide.FLOW).orElseThrow()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void setpointThatIsNoNumberIsNotSent() throws Exception {
    open();
    assertThat(write(new Setpoint(PlantSide.FLOW, 0.5)).get(0))
        .isInstanceOf(WriteResult.Accepted.class);
    assertThat(write(new Setpoint(PlantSide.FLOW, Double.NaN)).get(0))
        .isInstanceOf(WriteResult.Refused.class);
    await(() -> plant.written(PlantSide.FLOW).isPresent());
    assertThat(plant.written(PlantSide.FLOW)).hasValue(0.5);
  }

  @Test
  void setpointMadeWhileTheLineIsCutIsNeverDelivered() throws Exception {
    open();
    assertThat(write(new Setpoint(PlantSide.FLOW, 0.5)).get(0))
        .isInstanceOf(WriteResult.Accepted.class);
    plant.cut();
    await(() -> !(connector.state() instanceof ConnectionState.Connected));
    assertThat(write(new Setpoint(PlantSide.FLOW, 0.75)).get(0))
        .isNotInstanceOf(WriteResult.Accepted.class);
    plant.restore();
    await(() -> connector.state() instanceof ConnectionState.Connected);
    settle(0);
    assertThat(plant.written(PlantSide.FLOW).map(v -> v == 0.75).orElse(false)).isFalse();
    assertThat(write(new Setpoint(PlantSide.FLOW, 0.25)).get(0))
        .isInstanceOf(WriteResult.Accepted.class);
  }

  @Test
  void subscriptionSurvivesACut() throws Exception {
    open();
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    settle(1);
    plant.publish(PlantSide.MEASURED, 1, T0, Quality.GOOD);
    await(() -> has(T0));
    plant.cut();
    await(() -> !(connector.state() instanceof ConnectionState.Connected));
    plant.restore();
    await(() -> connector.state() instanceof ConnectionState.Connected);
    settle(1);
    plant.publish(PlantSide.MEASURED, 2, T0.plusSeconds(9), Quality.GOOD);
    await(() -> has(T0.plusSeconds(9)));
    assertThat(samples.stream().filter(s -> s.sourceTime().equals(T0.plusSeconds(9))).count())
        .isEqualTo(1);
  }

  @Test
  void commandRunsOnceAndIsRefusedWhileTheLineIsCut() throws Exception {
    if (!hasCommands()) {
      return;
    }
    open();
    Command start = new Command("BR1", "Start", 41, Map.of());
    assertThat(call(start)).isEqualTo(new CallResult.Done(start));
    plant.cut();
    await(() -> !(connector.state() instanceof ConnectionState.Connected));
    assertThat(call(new Command("BR1", "Start", 42, Map.of())))
        .isNotInstanceOf(CallResult.Done.class);
    plant.restore();
    await(() -> connector.state() instanceof ConnectionState.Connected);
    assertThat(plant.commands()).hasSize(1).allMatch(text -> text.contains("41"));
  }

  @Test
  void closedConnectorRefusesWritesAndClosesAgain() throws Exception {
    open();
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(write(new Setpoint(PlantSide.FLOW, 0.25)).get(0))
        .isInstanceOf(WriteResult.Refused.class);
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(connector.state()).isEqualTo(new ConnectionState.Closed());
  }

  /**
   * Waits until a subscription to so many tags stands at the far end, if it takes time there. What
   * is published before comes as the newest value only.
   */
  protected void settle(int tags) throws Exception {}

  protected final void open() throws Exception {
    connector.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private boolean has(Instant sourceTime) {
    return samples.stream().anyMatch(sample -> sample.sourceTime().equals(sourceTime));
  }

  private List<WriteResult> write(Setpoint... setpoints) throws Exception {
    return connector.write(List.of(setpoints)).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private CallResult call(Command command) throws Exception {
    return connector.call(command).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Waits until the condition holds. */
  protected static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting after " + PATIENCE).isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
