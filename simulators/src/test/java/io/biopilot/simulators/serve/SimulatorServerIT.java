package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The served plant by real protocols, encrypted. */
@Timeout(120)
class SimulatorServerIT {

  private static PlantClient.Identity identity;

  @TempDir Path dir;

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = PlantClient.Identity.make();
  }

  private SimulatorServer start(Pace pace) throws IOException {
    SimulatorServer server = SimulatorServer.start(SimulatorConfig.local(dir, pace, 1));
    server.trustClient(identity.certificate());
    return server;
  }

  private static PlantClient connect(SimulatorServer server) throws Exception {
    PlantAccess access = server.access();
    return PlantClient.connect(
        access.opcUaUrl(), identity, access.user(), new String(access.password().get()));
  }

  @Test
  void everyTagCanBeReadInItsOwnType() throws Exception {
    try (SimulatorServer server = start(Pace.clocked(1));
        PlantClient client = connect(server)) {
      for (PlantTag tag : PlantTag.values()) {
        if (tag != PlantTag.LOCKSTEP_BARRIER) {
          assertThat(client.value(tag)).as("%s", tag).isInstanceOf(tag.kind().type());
          assertThat(client.read(tag).statusCode().isGood()).isTrue();
        }
      }
      assertThat(client.read(PlantTag.OXYGEN).sourceTime()).isNotNull();
      assertThat((Double) client.value(PlantTag.VOLUME)).isBetween(1.99, 2.01);
    }
  }

  @Test
  void writesAreCheckedByTypeAndRange() throws Exception {
    try (SimulatorServer server = start(Pace.clocked(1));
        PlantClient client = connect(server)) {
      List<StatusCode> answers =
          client.write(
              PlantTag.FEED_SETPOINT, 0.02,
              PlantTag.FEED_SETPOINT, 0.02f,
              PlantTag.FEED_SETPOINT, 0.5,
              PlantTag.FEED_SETPOINT, Double.NaN,
              PlantTag.OXYGEN, 30.0,
              PlantTag.STIRRER_SETPOINT, 600.0,
              PlantTag.LOCKSTEP_ACK, 0L);
      assertThat(answers.stream().map(StatusCode::value).toList())
          .containsExactly(
              StatusCode.GOOD.value(),
              StatusCodes.Bad_TypeMismatch,
              StatusCodes.Bad_OutOfRange,
              StatusCodes.Bad_OutOfRange,
              StatusCodes.Bad_UserAccessDenied,
              StatusCodes.Bad_InvalidState,
              StatusCodes.Bad_InvalidState);
      assertThat(client.value(PlantTag.FEED_SETPOINT)).isEqualTo(0.02);
    }
  }

  @Test
  void snapshotOfAnotherSeedIsRefusedUntilBegunAnew() throws Exception {
    start(Pace.clocked(1)).close();
    byte[] kept = Files.readAllBytes(Snapshot.in(dir));
    SimulatorConfig other = SimulatorConfig.local(dir, Pace.clocked(1), 2);
    SimulatorConfig.Batch second = other.batch();
    SimulatorConfig resuming =
        with(other, new SimulatorConfig.Batch(second.seed(), second.faults(), true));
    assertThatThrownBy(() -> SimulatorServer.start(resuming).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("snapshot.json is of a plant with seed 1, but seed 2 is asked for")
        .hasMessageContaining("Ask for seed 1 to go on")
        .hasMessageContaining("--fresh (resume: false)");
    assertThat(Files.readAllBytes(Snapshot.in(dir))).isEqualTo(kept);
    SimulatorServer.start(
            with(other, new SimulatorConfig.Batch(second.seed(), second.faults(), false)))
        .close();
    SimulatorServer.start(resuming).close();
  }

  private static SimulatorConfig with(SimulatorConfig of, SimulatorConfig.Batch batch) {
    return new SimulatorConfig(
        of.dataDir(), of.reactor(), batch, of.pace(), of.opcUa(), of.mqtt(), of.access());
  }

  @Test
  void aDoseRunsOnceAndIsReadBack() throws Exception {
    try (SimulatorServer server = start(Pace.clocked(1));
        PlantClient client = connect(server)) {
      client.write(PlantTag.BATCH_START, true);
      for (int again = 0; again < 2; again++) {
        client.write(PlantTag.DOSE_AMOUNT, 0.05, PlantTag.DOSE_ID, 7L);
      }
      assertThat(client.value(PlantTag.DOSE_LAST_ID)).isEqualTo(7L);
      assertThat(client.value(PlantTag.INDUCER_TOTAL)).isEqualTo(0.05);
      List<StatusCode> refused = client.write(PlantTag.DOSE_AMOUNT, 0.5, PlantTag.DOSE_ID, 8L);
      assertThat(refused).noneMatch(StatusCode::isGood);
      assertThat(client.value(PlantTag.DOSE_LAST_ID)).isEqualTo(7L);
      assertThat(server.status().truth().unsafeWrites()).isEqualTo(1);
    }
  }

  @Test
  void wrongPasswordUntrustedClientAndOpenChannelAreRefused() throws Exception {
    try (SimulatorServer server = start(Pace.clocked(1))) {
      PlantAccess access = server.access();
      String password = new String(access.password().get());
      assertThatThrownBy(
              () -> PlantClient.connect(access.opcUaUrl(), identity, access.user(), "guess"))
          .hasStackTraceContaining("Bad_UserAccessDenied");
      PlantClient.Identity stranger = PlantClient.Identity.make();
      assertThatThrownBy(
              () -> PlantClient.connect(access.opcUaUrl(), stranger, access.user(), password))
          .hasStackTraceContaining("Bad_SecurityChecksFailed");
      assertThat(dir.resolve("rejected")).isNotEmptyDirectory();
      assertThatThrownBy(
              () ->
                  PlantClient.connect(
                      access.opcUaUrl(),
                      identity,
                      access.user(),
                      password,
                      e -> e.getSecurityMode().getValue() == 1))
          .isInstanceOf(Exception.class);
      // Control: with everything right the same client comes in.
      try (PlantClient client = connect(server)) {
        assertThat(client.value(PlantTag.BATCH_RUNNING)).isEqualTo(false);
      }
    }
  }

  @Test
  void secretsAreMadeOnceAndForTheirOwnerOnly() throws Exception {
    String fingerprint;
    String password;
    try (SimulatorServer server = start(Pace.clocked(1))) {
      fingerprint = server.access().fingerprint();
      password = new String(server.access().password().get());
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(server.access().passwordFile())))
          .isEqualTo("rw-------");
    }
    try (SimulatorServer server = start(Pace.clocked(1))) {
      assertThat(server.access().fingerprint()).isEqualTo(fingerprint);
      assertThat(new String(server.access().password().get())).isEqualTo(password).hasSize(24);
    }
  }

  @Test
  void aPortInUseIsSaidPlainly() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      SimulatorConfig free = SimulatorConfig.local(dir, Pace.clocked(1), 1);
      SimulatorConfig config =
          new SimulatorConfig(
              dir,
              "BR1",
              free.batch(),
              free.pace(),
              new SimulatorConfig.Address("127.0.0.1", taken.getLocalPort()),
              free.mqtt(),
              free.access());
      assertThatThrownBy(() -> SimulatorServer.start(config))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("another");
    }
  }

  @Test
  void silenceOfTheHeartbeatFallsBackAndLatches() throws Exception {
    try (SimulatorServer server = start(Pace.clocked(10));
        PlantClient client = connect(server)) {
      client.write(PlantTag.BATCH_START, true, PlantTag.FEED_SETPOINT, 0.02);
      client.watch(100, List.of(PlantTag.FALLBACK_ACTIVE, PlantTag.FEED_SETPOINT));
      client.write(PlantTag.HEARTBEAT, 1L);
      long begin = System.nanoTime();
      PlantClient.Arrival arrival;
      do {
        arrival = client.arrivals.poll(15, TimeUnit.SECONDS);
        assertThat(arrival).as("fallback").isNotNull();
      } while (!Boolean.TRUE.equals(arrival.value().value().value()));
      double seconds = (System.nanoTime() - begin) / 1e9;
      // Five seconds of silence; the rest is publishing and a crowded machine.
      assertThat(seconds).isBetween(4.5, 10.0);
      assertThat(client.value(PlantTag.FEED_SETPOINT)).isEqualTo(0.0);
      assertThat(client.write(PlantTag.HEARTBEAT, 2L, PlantTag.FEED_SETPOINT, 0.01).get(1).value())
          .isEqualTo(StatusCodes.Bad_InvalidState);
      assertThat(client.write(PlantTag.FALLBACK_REARM, true, PlantTag.FEED_SETPOINT, 0.01))
          .allMatch(StatusCode::isGood);
      assertThat(server.status().truth().unsafeWrites()).isZero();
    }
  }

  @Test
  void lockStepLosesNoSampleIn960Ticks() throws Exception {
    List<PlantTag> watched = new ArrayList<>();
    for (PlantTag tag : PlantTag.values()) {
      if (tag.sampled() || tag == PlantTag.LOCKSTEP_BARRIER) {
        watched.add(tag);
      }
    }
    int ticks = 960;
    try (SimulatorServer server = start(Pace.lockStep());
        PlantClient client = connect(server)) {
      client.watch(1000, watched);
      Map<PlantTag, Integer> counts = new EnumMap<>(PlantTag.class);
      int received = awaitTick(client, 0, counts);
      assertThat(received).isEqualTo(watched.size() - 1);
      client.write(PlantTag.BATCH_START, true, PlantTag.LOCKSTEP_ACK, 0L);
      awaitTick(client, 1, counts);
      long begin = System.nanoTime();
      for (long tick = 1; tick <= ticks; tick++) {
        double feed = tick < 330 ? 0 : 0.02;
        List<StatusCode> answers =
            client.write(
                PlantTag.FEED_SETPOINT,
                feed,
                PlantTag.DOSE_AMOUNT,
                0.05,
                PlantTag.DOSE_ID,
                tick / 600,
                PlantTag.LOCKSTEP_ACK,
                tick);
        assertThat(answers).allMatch(StatusCode::isGood);
        awaitTick(client, tick + 1, counts);
      }
      double millis = (System.nanoTime() - begin) / 1e6;
      System.out.printf(
          "lock step: %d ticks of %d samples in %.0f ms, %.2f ms a tick%n",
          ticks, watched.size() - 1, millis, millis / ticks);
      // First value, then one of each tag a tick: 1 + 1 + 960.
      for (PlantTag tag : watched) {
        assertThat(counts.get(tag)).as("%s", tag).isEqualTo(ticks + 2);
      }
      assertThat(server.status().truth().hours()).isEqualTo(961 / 60.0);
      assertThat(server.status().truth().inducerG()).isEqualTo(0.05);
      assertThat(client.write(PlantTag.LOCKSTEP_ACK, 5L).get(0).isGood()).isFalse();
      assertThat(server.status().tick()).isEqualTo(ticks + 1);
    }
  }

  /** Takes arrivals until the barrier of the tick is here with as many samples as it tells. */
  private static int awaitTick(PlantClient client, long tick, Map<PlantTag, Integer> counts)
      throws Exception {
    int received = 0;
    long expected = -1;
    while (received != expected) {
      PlantClient.Arrival arrival = client.arrivals.poll(10, TimeUnit.SECONDS);
      assertThat(arrival).as("tick %s: %s of %s samples", tick, received, expected).isNotNull();
      assertThat(arrival.value().statusCode().isOverflowSet()).isFalse();
      counts.merge(arrival.tag(), 1, Integer::sum);
      if (arrival.tag() == PlantTag.LOCKSTEP_BARRIER) {
        Long[] barrier = (Long[]) arrival.value().value().value();
        assertThat(barrier[0]).isEqualTo(tick);
        expected = barrier[1];
      } else {
        received++;
      }
    }
    return received;
  }
}
