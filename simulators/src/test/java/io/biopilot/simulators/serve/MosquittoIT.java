package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.simulators.serve.SimulatorConfig.Broker;
import io.biopilot.testing.FreePort;
import io.biopilot.testing.OutsideProgram;
import io.biopilot.testing.RequiresProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Late values through a real Mosquitto with TLS and a password, also across its restart. */
@Timeout(120)
@RequiresProgram("mosquitto")
class MosquittoIT {

  private static final String USER = "plant";
  private static final String PASSWORD = "for this test only";

  @TempDir Path dir;

  private int port;
  private Path pem;
  private Path configuration;
  private Process broker;

  @BeforeEach
  void prepare() throws Exception {
    Path keys = Files.createDirectories(dir.resolve("broker"));
    ServerIdentity identity = ServerIdentity.in(keys, "localhost");
    pem = identity.pem();
    Path key = keys.resolve("key.pem");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(
                Base64.getMimeEncoder().encodeToString(identity.keys().getPrivate().getEncoded())));
    Path passwords = keys.resolve("passwords");
    run("mosquitto_passwd", "-b", "-c", passwords.toString(), USER, PASSWORD);
    port = FreePort.find();
    configuration = keys.resolve("mosquitto.conf");
    Files.writeString(
        configuration,
        """
        listener %d 127.0.0.1
        certfile %s
        keyfile %s
        password_file %s
        allow_anonymous false
        """
            .formatted(port, pem, key, passwords));
    // Mosquitto started by root becomes another user, who must be able to read its files.
    for (Path file : List.of(dir, keys, key, passwords, configuration, pem)) {
      file.toFile().setReadable(true, false);
      file.toFile().setExecutable(Files.isDirectory(file), false);
    }
    startBroker();
  }

  @AfterEach
  void stop() throws Exception {
    broker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  private static void run(String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of(command));
    line.set(0, OutsideProgram.find(command[0]).orElseThrow().toString());
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private void startBroker() throws Exception {
    broker =
        new ProcessBuilder(
                OutsideProgram.find("mosquitto").orElseThrow().toString(),
                "-v",
                "-c",
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    for (int attempt = 0; attempt < 100; attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError(Files.readString(log()));
  }

  private Path log() {
    return dir.resolve("mosquitto.log");
  }

  private MqttEars ears() throws Exception {
    return MqttEars.connect("ssl://127.0.0.1:" + port, USER, PASSWORD, pem)
        .hear("biopilot/plant1/BR1/#");
  }

  @Test
  void valuesArriveAlsoThoseOfTheTimeWhenTheBrokerWasAway() throws Exception {
    PlantClient.Identity identity = PlantClient.Identity.make();
    SimulatorConfig local = SimulatorConfig.local(dir.resolve("plant"), Pace.lockStep(), 1);
    URI url = URI.create("ssl://127.0.0.1:" + port);
    SimulatorConfig config =
        new SimulatorConfig(
            local.dataDir(),
            local.reactor(),
            local.batch(),
            local.pace(),
            local.opcUa(),
            new Broker.External(url, USER, PASSWORD::toCharArray, pem),
            local.access());
    try (SimulatorServer server = SimulatorServer.start(config)) {
      server.trustClient(identity.certificate());
      PlantAccess access = server.access();
      String password = new String(access.password().get());
      try (PlantClient opc =
          PlantClient.connect(access.opcUaUrl(), identity, access.user(), password)) {
        opc.write(PlantTag.BATCH_START, true, PlantTag.LOCKSTEP_ACK, 0L);
        try (MqttEars ears = ears()) {
          ticks(opc, 1, 30);
          assertThat(heard(ears, 2)).hasSize(2);
        }
        broker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        ticks(opc, 31, 100);
        startBroker();
        // Drawn at 1 h and known at 1 h 20 min, while the broker was away. Its own log tells,
        // because
        // whoever subscribes now may come after them.
        awaitReceived(4);
      }
    }
  }

  /** Waits until Mosquitto has received this many at-line values since the test began. */
  private void awaitReceived(long count) throws Exception {
    long received = 0;
    for (int attempt = 0; attempt < 300 && received < count; attempt++) {
      Thread.sleep(100);
      try (var lines = Files.lines(log())) {
        received =
            lines.filter(l -> l.contains("Received PUBLISH") && l.contains("/atline/")).count();
      }
    }
    assertThat(received).isEqualTo(count);
  }

  private static void ticks(PlantClient opc, long from, long to) throws Exception {
    for (long tick = from; tick <= to; tick++) {
      assertThat(opc.write(PlantTag.LOCKSTEP_ACK, tick).get(0).isGood()).isTrue();
    }
  }

  /** The next at-line values, barriers left out. */
  private static List<String> heard(MqttEars ears, int count) throws InterruptedException {
    List<String> values = new ArrayList<>();
    while (values.size() < count) {
      MqttEars.Arrival arrival = ears.arrivals.poll(30, TimeUnit.SECONDS);
      assertThat(arrival).as("%s values so far", values.size()).isNotNull();
      if (arrival.topic().contains("/atline/")) {
        values.add(arrival.payload());
      }
    }
    return values;
  }
}
