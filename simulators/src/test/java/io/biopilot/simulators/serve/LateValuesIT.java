package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.simulators.serve.MqttEars.Arrival;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** At-line and offline values over the embedded broker, with TLS and a password. */
@Timeout(120)
class LateValuesIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  private static MqttEars connect(PlantAccess access, String password) throws Exception {
    return MqttEars.connect(access.mqttUrl(), access.user(), password, access.certificate());
  }

  @Test
  void lockStepSendsLateValuesAndThenTheBarrierWithTheirCount() throws Exception {
    PlantClient.Identity identity = PlantClient.Identity.make();
    try (SimulatorServer server =
        SimulatorServer.start(
            SimulatorConfig.local(dir.resolve("a space + more"), Pace.lockStep(), 1))) {
      server.trustClient(identity.certificate());
      PlantAccess access = server.access();
      String password = new String(access.password().get());
      try (MqttEars mqtt = connect(access, password).hear("biopilot/plant1/BR1/#");
          PlantClient opc =
              PlantClient.connect(access.opcUaUrl(), identity, access.user(), password)) {
        // Kept by the broker for those who come late.
        assertThat(next(mqtt).payload()).isEqualTo("{\"tick\":0,\"count\":0}");
        opc.write(PlantTag.BATCH_START, true, PlantTag.LOCKSTEP_ACK, 0L);
        int late = 0;
        int ticks = 300;
        long begin = System.nanoTime();
        for (long tick = 1; tick <= ticks; tick++) {
          late += awaitBarrier(mqtt, tick);
          opc.write(PlantTag.LOCKSTEP_ACK, tick);
        }
        System.out.printf(
            "lock step by the broker's barrier: %.2f ms a tick%n",
            (System.nanoTime() - begin) / 1e6 / ticks);
        // Glucose and acetate drawn at 0 to 4 h and known 20 min later; the enzyme is not yet.
        assertThat(late).isEqualTo(10);
      }
    }
  }

  /** Takes the values of a tick and its barrier; how many values there were. */
  private static int awaitBarrier(MqttEars mqtt, long tick) throws Exception {
    int values = 0;
    Arrival arrival = next(mqtt);
    while (!arrival.topic().endsWith("lockstep/barrier")) {
      values++;
      JsonNode value = JSON.readTree(arrival.payload());
      assertThat(arrival.topic()).contains("/atline/");
      assertThat(value.get("v").asDouble()).isBetween(0.0, 10.0);
      assertThat(value.get("u").asText()).isEqualTo("g/L");
      assertThat(value.get("t").asText()).matches("2026-01-01T0[0-4]:00:00Z");
      assertThat(value.get("q").asText()).isEqualTo("GOOD");
      arrival = next(mqtt);
    }
    JsonNode barrier = JSON.readTree(arrival.payload());
    assertThat(barrier.get("tick").asLong()).isEqualTo(tick);
    assertThat(barrier.get("count").asInt()).isEqualTo(values);
    return values;
  }

  private static Arrival next(MqttEars ears) throws InterruptedException {
    Arrival arrival = ears.arrivals.poll(15, TimeUnit.SECONDS);
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
      try (MqttEars agent = connect(access, password).hear("biopilot/plant1/BR1/#");
          MqttEars other = connect(access, password)) {
        // Control: what the plant itself says is heard.
        assertThat(next(agent).topic()).endsWith("lockstep/barrier");
        // Artemis says so in the acknowledgement's reason, which Paho does not pass on.
        other.say("biopilot/plant1/BR1/atline/Glucose", "{}");
        assertThat(agent.arrivals.poll(1, TimeUnit.SECONDS)).isNull();
      }
    }
  }
}
