package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A simulator that is killed with no chance to say goodbye, and started again. */
@Timeout(180)
class KillAndResumeIT {

  private static final double SPEED = 60;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path dir;

  private PlantClient.Identity identity;
  private Path certificate;
  private int port;
  private Process child;

  @BeforeEach
  void prepare() throws Exception {
    identity = PlantClient.Identity.make();
    certificate = dir.resolve("client.der");
    Files.write(certificate, identity.certificate().getEncoded());
    port = FreePort.find();
  }

  @AfterEach
  void stop() throws Exception {
    child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  private void startChild() throws IOException {
    child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ChildSimulator.class.getName(),
                dir.resolve("data").toString(),
                Integer.toString(port),
                certificate.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.equals("ready")) {
      line = out.readLine();
    }
    assertThat(line).as("the child's last word").isEqualTo("ready");
  }

  private PlantClient connect() throws Exception {
    String password = Files.readString(dir.resolve("data").resolve("password"));
    return PlantClient.connect(
        "opc.tcp://127.0.0.1:" + port + "/biopilot", identity, "biopilot", password);
  }

  @Test
  void theBatchGoesOnFromWhereItWas() throws Exception {
    startChild();
    double hours;
    long at;
    try (PlantClient client = connect()) {
      client.write(PlantTag.BATCH_START, true, PlantTag.FEED_SETPOINT, 0.02);
      client.write(PlantTag.DOSE_AMOUNT, 0.03, PlantTag.DOSE_ID, 4L);
      client.watch(100, List.of(PlantTag.BATCH_TIME));
      hours = awaitHours(client, 0.1);
      at = System.nanoTime();
      child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    Thread.sleep(1000);
    startChild();
    try (PlantClient client = connect()) {
      assertThat(client.value(PlantTag.BATCH_RUNNING)).isEqualTo(true);
      assertThat(client.value(PlantTag.DOSE_LAST_ID)).isEqualTo(4L);
      assertThat(client.value(PlantTag.FEED_SETPOINT)).isEqualTo(0.02);
      client.watch(100, List.of(PlantTag.BATCH_TIME));
      double after = awaitHours(client, hours);
      double passed = (System.nanoTime() - at) / 1e9 * SPEED / 3600;
      // Plant time is the wall's, outage included: within 10 s of plant time, and what the last
      // value was old by at either end (a sample each 10 s, publishing each 0.1 s, a slow machine).
      assertThat(after - hours).isCloseTo(passed, within((10 + 10 + SPEED) / 3600));
      // The plant runs on between two reads: the volume fed lies between those of the two times.
      double earlier = (Double) client.value(PlantTag.BATCH_TIME);
      double fed = (Double) client.value(PlantTag.FEED_TOTAL);
      double later = (Double) client.value(PlantTag.BATCH_TIME);
      double slack = 0.02 * 20 / 3600;
      assertThat(fed).isBetween(0.02 * earlier - slack, 0.02 * later + slack);
      // Control: without the heartbeat ever written there is no watchdog to trip.
      assertThat(client.value(PlantTag.FALLBACK_ACTIVE)).isEqualTo(false);
    }
  }

  private static double awaitHours(PlantClient client, double beyond) throws Exception {
    double hours = -1;
    while (hours <= beyond) {
      PlantClient.Arrival arrival = client.arrivals.poll(20, TimeUnit.SECONDS);
      assertThat(arrival).isNotNull();
      hours = (Double) arrival.value().value().value();
    }
    return hours;
  }
}
