package io.biopilot.connectors.mqtt;

import static io.biopilot.connectors.mqtt.MqttConfig.Timing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.connectors.PlantSide;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.net.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** The plant's side of a broker: publishes samples as JSON in mg/L, and sees what is written. */
final class FarEnd implements PlantSide, AutoCloseable {
  static final String MEASURED_TOPIC = "test/BR1/atline/Glucose";
  static final String FLOW_TOPIC = "test/BR1/set/Feed";
  static final Timing FAST =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          8,
          10L << 20);

  private final MqttClient client;
  private final TcpProxy wire;
  private final Path directory;
  private final BrokerKeys keys;
  private final List<JsonNode> setpoints = new CopyOnWriteArrayList<>();

  FarEnd(int brokerPort, Path directory, BrokerKeys keys) throws Exception {
    this.directory = directory;
    this.keys = keys;
    wire = new TcpProxy(brokerPort);
    client = new MqttClient("ssl://127.0.0.1:" + brokerPort, "far-end", new MemoryPersistence());
    client.connect(options(keys));
    client.setCallback(
        new Ears(
            (topic, payload) -> {
              if (topic.equals(FLOW_TOPIC)) {
                setpoints.add(new ObjectMapper().readTree(payload));
              }
            }));
    client.subscribe(FLOW_TOPIC, 1);
  }

  static MqttConnectionOptions options(BrokerKeys keys) throws Exception {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName(TestBroker.USER);
    options.setPassword(TestBroker.PASSWORD.getBytes(StandardCharsets.UTF_8));
    options.setSocketFactory(new TlsTrust.CaFile(keys.certificatePem()).socketFactory());
    options.setAutomaticReconnect(false);
    return options;
  }

  String url() {
    return "mqtts://127.0.0.1:" + wire.port();
  }

  TcpProxy wire() {
    return wire;
  }

  MqttConfig config(TlsTrust trust, String password, List<MqttTag> more) {
    List<MqttTag> inputs = new ArrayList<>(more);
    inputs.add(MqttTag.of(MEASURED, MEASURED_TOPIC, SampleKind.AT_LINE, "test.yaml:1"));
    inputs.add(MqttTag.of(FLOW, FLOW_TOPIC, SampleKind.ONLINE, "test.yaml:2"));
    inputs.add(MqttTag.of(REFUSED, "test/BR1/volume", SampleKind.ONLINE, "test.yaml:3"));
    return new MqttConfig(
        url(),
        "biopilot-BR1",
        new MqttConfig.Access(trust, TestBroker.USER, password::toCharArray),
        new MqttConfig.Topics(
            inputs, List.of(new MqttOutput(FLOW, FLOW_TOPIC, "mL/h", "test.yaml:4"))),
        directory.resolve("outbox"),
        FAST);
  }

  MqttConnector connector(MqttTag... more) {
    return new MqttConnector(
        config(new TlsTrust.CaFile(keys.certificatePem()), TestBroker.PASSWORD, List.of(more)),
        InstantSource.system());
  }

  @Override
  public void publish(Tag tag, double value, Instant sourceTime, Quality quality) {
    String topic = tag.equals(MEASURED) ? MEASURED_TOPIC : FLOW_TOPIC;
    String unit = tag.equals(MEASURED) ? "mg/L" : "mL/h";
    send(
        topic,
        "{\"v\": %s, \"u\": \"%s\", \"t\": \"%s\", \"q\": \"%s\"}"
            .formatted(value * 1000, unit, sourceTime, quality));
  }

  void send(String topic, String text) {
    try {
      client.publish(topic, new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, null));
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<Double> written(Tag tag) {
    return setpoints.isEmpty()
        ? Optional.empty()
        : Optional.of(setpoints.get(setpoints.size() - 1).get("v").doubleValue() / 1000);
  }

  @Override
  public List<String> commands() {
    return List.of();
  }

  @Override
  public void cut() {
    wire.cut();
  }

  @Override
  public void restore() {
    wire.restore();
  }

  @Override
  public void close() throws Exception {
    wire.close();
    client.disconnectForcibly(0, 500, true);
    client.close(true);
  }
}
