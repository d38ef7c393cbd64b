package io.biopilot.connectors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Connector;
import io.biopilot.connectors.ConnectorContract;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.PlantSide;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import io.biopilot.testing.RequiresProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real Mosquitto, and what only a real broker does. */
@RequiresProgram("mosquitto")
class MosquittoIT extends ConnectorContract {
  @TempDir static Path keysDirectory;
  private static BrokerKeys keys;
  private static Mosquitto broker;
  @TempDir Path directory;
  private FarEnd farEnd;

  @BeforeAll
  static void startBroker() throws Exception {
    keys = BrokerKeys.make(keysDirectory);
    broker = new Mosquitto(keysDirectory, keys);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @Override
  protected PlantSide plant() throws Exception {
    farEnd = new FarEnd(broker.port(), directory, keys);
    return farEnd;
  }

  @Override
  protected Connector connector() {
    return farEnd.connector();
  }

  @Override
  protected boolean hasCommands() {
    return false;
  }

  @Override
  protected void stopPlant() throws Exception {
    farEnd.close();
  }

  @Test
  void wrongPasswordIsRefusedInWords() {
    var config = farEnd.config(new TlsTrust.CaFile(keys.certificatePem()), "guess", List.of());
    MqttConnector stranger = new MqttConnector(config, InstantSource.system());
    assertThatThrownBy(() -> stranger.open().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasMessageContaining("wrong user name or password");
  }

  @Test
  void topicThatTheBrokerForbidsIsARefusedWrite() throws Exception {
    Tag forbidden = new Tag("BR1", "Forbidden", "L/h");
    MqttConfig config =
        farEnd.config(new TlsTrust.CaFile(keys.certificatePem()), TestBroker.PASSWORD, List.of());
    MqttConnector connector =
        new MqttConnector(
            new MqttConfig(
                config.url(),
                "other",
                config.access(),
                new MqttConfig.Topics(
                    List.of(),
                    List.of(new MqttOutput(forbidden, "test/forbidden", "L/h", "my.yaml:9"))),
                directory.resolve("other"),
                config.timing()),
            InstantSource.system());
    connector.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(
            connector
                .write(List.of(new Setpoint(forbidden, 1)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .get(0))
        .isInstanceOf(WriteResult.Refused.class);
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void brokerRestartLosesNoTelemetry() throws Exception {
    MqttConnector connector = farEnd.connector();
    List<Notice> notices = new CopyOnWriteArrayList<>();
    connector.notices(notices::add);
    connector.open().toCompletableFuture().get(20, TimeUnit.SECONDS);
    for (int i = 0; i < 500; i++) {
      if (i == 200) {
        broker.stop();
      }
      if (i == 400) {
        broker.start();
      }
      connector.publish("test/telemetry", ("n" + i).getBytes(StandardCharsets.UTF_8));
    }
    await(() -> connector.pendingTelemetry() == 0);
    await(() -> connector.state() instanceof ConnectionState.Connected);
    assertThat(notices).noneMatch(notice -> notice.text().contains("dropped"));
    connector.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
