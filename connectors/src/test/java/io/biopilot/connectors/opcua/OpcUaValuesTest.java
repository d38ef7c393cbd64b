package io.biopilot.connectors.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.PlantSide;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data types, bursts, lock step and commands over a real server. */
class OpcUaValuesTest {
  private static final Instant T0 = Instant.parse("2026-01-01T03:20:00Z");
  private static final OpcUaTag STIRRER = TestPlant.tag("Stirrer", "rpm");
  private static final OpcUaTag LOOP = TestPlant.tag("Loop", "1");
  private static final OpcUaTag LABEL = TestPlant.tag("Label", "1");
  private static final OpcUaTag ACK = TestPlant.tag("Ack", "1");
  private static final OpcUaTag BARRIER = TestPlant.tag("Barrier", "1");

  private static TestPlantServer.Identity identity;
  @TempDir static Path directory;
  private TestPlant plant;
  private OpcUaConnector connector;
  private final List<Sample> samples = new CopyOnWriteArrayList<>();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = TestPlantServer.Identity.sound();
  }

  @BeforeEach
  void start() throws Exception {
    plant = new TestPlant(directory, identity);
    OpcUaTrust.trust(plant.url(), plant.fingerprint(), directory);
    connector = plant.connector(STIRRER, LOOP, LABEL, ACK, BARRIER);
    connector.notices(notices::add);
    connector.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    plant.close();
  }

  @Test
  void oneWriteCarriesAllSetpointsInOrderInTheirOwnTypes() throws Exception {
    List<WriteResult> results =
        write(
            new Setpoint(PlantSide.FLOW, 0.25),
            new Setpoint(STIRRER.tag(), 903.4),
            new Setpoint(LOOP.tag(), 0),
            new Setpoint(PlantSide.MEASURED, 0.0015),
            new Setpoint(ACK.tag(), 17));
    assertThat(results).allMatch(result -> result instanceof WriteResult.Accepted);
    assertThat(plant.server.nodes().writes())
        .containsExactly(
            List.of(
                "Feed.Setpoint=250.0:Double",
                "Stirrer=903:Short",
                "Loop=false:Boolean",
                "Glucose=1.5:Float",
                "Ack=17:Long"));
  }

  @Test
  void valueOutsideTheTypeIsRefusedAndTheOthersAreSent() throws Exception {
    List<WriteResult> results =
        write(
            new Setpoint(STIRRER.tag(), 40_000),
            new Setpoint(LOOP.tag(), 0.5),
            new Setpoint(LABEL.tag(), 1),
            new Setpoint(PlantSide.FLOW, 0.1));
    assertThat(reason(results.get(0))).contains("test.yaml:5", "40000.0", "INT16");
    assertThat(reason(results.get(1))).contains("BOOLEAN");
    assertThat(reason(results.get(2))).contains("no variable of a number type");
    assertThat(results.get(3)).isInstanceOf(WriteResult.Accepted.class);
    assertThat(plant.server.nodes().writes())
        .containsExactly(List.of("Feed.Setpoint=100.0:Double"));
  }

  @Test
  void doseIsAmountAndThenIdInOneWrite() throws Exception {
    Command dose = new Command("BR1", "Dose", 8, Map.of("amount", 0.125));
    assertThat(call(dose)).isEqualTo(new CallResult.Done(dose));
    assertThat(plant.server.nodes().writes())
        .containsExactly(List.of("Dose.Amount=125.0:Float", "Dose.Id=8:Long"));
  }

  @Test
  void commandWithoutItsArgumentSendsNothing() throws Exception {
    assertThat(call(new Command("BR1", "Dose", 9, Map.of())))
        .isInstanceOfSatisfying(
            CallResult.Refused.class,
            refused -> assertThat(refused.reason()).contains("test.yaml:12", "'amount'"));
    assertThat(call(new Command("BR1", "Harvest", 10, Map.of())))
        .isInstanceOf(CallResult.Refused.class);
    assertThat(plant.server.nodes().writes()).isEmpty();
  }

  @Test
  void barrierArrivesAsAVectorAfterTheSamplesOfItsTick() throws Exception {
    connector.subscribe(Set.of(PlantSide.MEASURED, BARRIER.tag()), samples::add);
    await(() -> plant.server.nodes().monitoredItems() == 2);
    for (int i = 0; i < 6; i++) {
      plant.server.nodes().publish("Glucose", 5f, T0.plusSeconds(i), StatusCode.GOOD);
    }
    plant
        .server
        .nodes()
        .publish("Barrier", new Long[] {3L, 6L}, T0.plusSeconds(60), StatusCode.GOOD);
    await(() -> of(BARRIER.tag()).stream().anyMatch(s -> s.value().get(0) == 3));
    assertThat(of(BARRIER.tag()).get(of(BARRIER.tag()).size() - 1).value())
        .containsExactly(3.0, 6.0);
    await(() -> since(PlantSide.MEASURED).size() == 6);
    assertThat(since(PlantSide.MEASURED))
        .extracting(Sample::sourceTime)
        .containsExactly(IntStream.range(0, 6).mapToObj(T0::plusSeconds).toArray(Instant[]::new));
  }

  @Test
  void burstOfEqualValuesArrivesWholeAndOnce() throws Exception {
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    await(() -> plant.server.nodes().monitoredItems() == 1);
    for (int i = 0; i < 90; i++) {
      plant.server.nodes().publish("Glucose", 1250f, T0.plusMillis(10L * i), StatusCode.GOOD);
    }
    await(() -> since(PlantSide.MEASURED).size() >= 90);
    Thread.sleep(200);
    assertThat(since(PlantSide.MEASURED)).hasSize(90);
    assertThat(since(PlantSide.MEASURED).get(45).scalar()).isCloseTo(1.25, within(1e-12));
    assertThat(notices).noneMatch(notice -> notice.kind() == Notice.Kind.OVERFLOW);
  }

  @Test
  void overflowOfTheServersQueueIsNoticed() throws Exception {
    connector.subscribe(Set.of(PlantSide.MEASURED), samples::add);
    await(() -> plant.server.nodes().monitoredItems() == 1);
    // Until it is: a machine under load may empty the queue between the values of one burst.
    await(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            plant.server.nodes().publish("Glucose", 1f + i, T0.plusMillis(i), StatusCode.GOOD);
          }
          return notices.stream().anyMatch(n -> n.kind() == Notice.Kind.OVERFLOW);
        });
    assertThat(notices)
        .filteredOn(n -> n.kind() == Notice.Kind.OVERFLOW)
        .allMatch(n -> n.source().equals("BR1/Glucose") && n.text().contains("100"));
  }

  @Test
  void textWhereANumberBelongsIsARecordedRejection() throws Exception {
    connector.subscribe(Set.of(LABEL.tag()), samples::add);
    await(() -> notices.stream().anyMatch(n -> n.kind() == Notice.Kind.REJECTED));
    assertThat(notices)
        .filteredOn(n -> n.kind() == Notice.Kind.REJECTED)
        .allMatch(n -> n.text().contains("test.yaml:5") && n.text().contains("'idle'"));
    assertThat(samples).isEmpty();
  }

  @Test
  void missingNodesAndNamespacesAreAllNamedWithTheirPlace() {
    var wrong = TestPlant.tag("Dissolved Oxigen", "%");
    var alien = OpcUaTag.of(new Tag("BR1", "X", "g/L"), "nsu=urn:alien;i=7", "g/L", "my.yaml:31");
    OpcUaConnector other = plant.connector(wrong);
    assertThatThrownBy(() -> other.open().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasMessageContaining("test.yaml:5")
        .hasMessageContaining("Dissolved Oxigen");
    OpcUaConnector third = plant.connector(alien);
    assertThatThrownBy(() -> third.open().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasMessageContaining("my.yaml:31")
        .hasMessageContaining("urn:alien")
        .hasMessageContaining(TestPlantServer.URI);
  }

  private List<Sample> of(Tag tag) {
    return samples.stream().filter(sample -> sample.tag().equals(tag)).toList();
  }

  private List<Sample> since(Tag tag) {
    Instant end = T0.plusSeconds(3600);
    return of(tag).stream()
        .filter(s -> !s.sourceTime().isBefore(T0) && s.sourceTime().isBefore(end))
        .toList();
  }

  private List<WriteResult> write(Setpoint... setpoints) throws Exception {
    return connector.write(List.of(setpoints)).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private CallResult call(Command command) throws Exception {
    return connector.call(command).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static String reason(WriteResult result) {
    return ((WriteResult.Refused) result).reason();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).as("after 10 s").isTrue();
  }
}
