package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** At-line and offline values over the embedded broker, with TLS and a password. */
@Timeout(120)
class LateValuesIT {

  @TempDir Path dir;

  private record Arrival(String topic, String payload) {}

  private static SocketFactory trusting(Path pem) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("plant", ServerIdentity.certificate(pem));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static MqttAsyncClient connect(PlantAccess access, String password) throws Exception {
    MqttAsyncClient client =
        new MqttAsyncClient(access.mqttUrl(), "test-" + password, new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName(access.user());
    options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    options.setSocketFactory(trusting(access.certificate()));
    client.connect(options).waitForCompletion(10_000);
    return client;
  }

  private static BlockingQueue<Arrival> subscribe(MqttAsyncClient client, String filter)
      throws MqttException {
    BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    client.setCallback(
        new MqttCallback() {
          @Override
          public void messageArrived(String topic, MqttMessage message) {
            String text = new String(message.getPayload(), StandardCharsets.UTF_8);
            arrivals.add(new Arrival(topic, text));
          }

          @Override
          public void disconnected(MqttDisconnectResponse response) {}

          @Override
          public void mqttErrorOccurred(MqttException exception) {}

          @Override
          public void deliveryComplete(IMqttToken token) {}

          @Override
          public void connectComplete(boolean reconnect, String uri) {}

          @Override
          public void authPacketArrived(int reason, MqttProperties properties) {}
        });
    client.subscribe(filter, 1).waitForCompletion(10_000);
    return arrivals;
  }

  @Test
  void lockStepSendsLateValuesAndThenTheBarrierWithTheirCount() throws Exception {
    PlantClient.Identity identity = PlantClient.Identity.make();
    try (SimulatorServer server =
        SimulatorServer.start(SimulatorConfig.local(dir, Pace.lockStep(), 1))) {
      server.trustClient(identity.certificate());
      PlantAccess access = server.access();
      String password = new String(access.password().get());
      MqttAsyncClient mqtt = connect(access, password);
      BlockingQueue<Arrival> arrivals = subscribe(mqtt, "biopilot/plant1/BR1/#");
      ObjectMapper json = new ObjectMapper();
      try (PlantClient opc =
          PlantClient.connect(access.opcUaUrl(), identity, access.user(), password)) {
        // Kept by the broker for those who come late.
        assertThat(next(arrivals).payload()).isEqualTo("{\"tick\":0,\"count\":0}");
        opc.write(PlantTag.BATCH_START, true, PlantTag.LOCKSTEP_ACK, 0L);
        int late = 0;
        for (long tick = 1; tick <= 90; tick++) {
          Arrival arrival = next(arrivals);
          int values = 0;
          while (!arrival.topic().endsWith("lockstep/barrier")) {
            values++;
            JsonNode value = json.readTree(arrival.payload());
            assertThat(arrival.topic()).contains("/atline/");
            assertThat(value.get("v").asDouble()).isBetween(0.0, 10.0);
            assertThat(value.get("u").asText()).isEqualTo("g/L");
            assertThat(value.get("t").asText()).matches("2026-01-01T0[01]:00:00Z");
            assertThat(value.get("q").asText()).isEqualTo("GOOD");
            arrival = next(arrivals);
          }
          JsonNode barrier = json.readTree(arrival.payload());
          assertThat(barrier.get("tick").asLong()).isEqualTo(tick);
          assertThat(barrier.get("count").asInt()).isEqualTo(values);
          late += values;
          opc.write(PlantTag.LOCKSTEP_ACK, tick);
        }
        // Glucose and acetate, drawn at 0 and 1 h, known 20 min later.
        assertThat(late).isEqualTo(4);
      }
      mqtt.disconnect().waitForCompletion(5000);
      mqtt.close();
    }
  }

  private static Arrival next(BlockingQueue<Arrival> arrivals) throws InterruptedException {
    Arrival arrival = arrivals.poll(15, TimeUnit.SECONDS);
    assertThat(arrival).isNotNull();
    return arrival;
  }

  @Test
  void theBrokerRefusesAWrongPasswordAndAStrangersPublish() throws Exception {
    try (SimulatorServer server =
        SimulatorServer.start(SimulatorConfig.local(dir, Pace.lockStep(), 1))) {
      PlantAccess access = server.access();
      assertThatThrownBy(() -> connect(access, "wrong-password")).isInstanceOf(MqttException.class);
      String password = new String(access.password().get());
      MqttAsyncClient agent = connect(access, password);
      BlockingQueue<Arrival> arrivals = subscribe(agent, "biopilot/plant1/BR1/#");
      assertThat(next(arrivals).topic()).endsWith("lockstep/barrier");
      try {
        agent
            .publish(
                "biopilot/plant1/BR1/atline/Glucose",
                new MqttMessage("{}".getBytes(StandardCharsets.UTF_8), 1, false, null))
            .waitForCompletion(3000);
      } catch (MqttException refused) {
        assertThat(refused).isNotNull();
      }
      assertThat(arrivals.poll(1, TimeUnit.SECONDS)).isNull();
      agent.disconnectForcibly(500);
      agent.close(true);
    }
  }
}
