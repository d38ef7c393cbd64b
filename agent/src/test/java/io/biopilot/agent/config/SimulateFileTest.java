package io.biopilot.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.simulators.device.Fault;
import io.biopilot.simulators.serve.Pace;
import io.biopilot.simulators.serve.SimulatorConfig;
import io.biopilot.simulators.serve.SimulatorConfig.Broker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SimulateFileTest {

  private static final Path FILE = Path.of("plants", "plant.yaml");

  private static SimulatorConfig parse(String text) {
    return SimulateFile.parse(FILE, text);
  }

  @Test
  void theSampleSaysWhatHoldsWithoutAFile() throws Exception {
    Path sample = Path.of("..", "deploy", "simulate.yaml");
    // As if it lay in the present folder, so that relative paths are the same.
    SimulatorConfig read = SimulateFile.parse(Path.of("simulate.yaml"), Files.readString(sample));
    assertThat(read).isEqualTo(SimulateFile.standard());
  }

  @Test
  void whatIsCommentedOutInTheSampleIsRightToo() throws Exception {
    String text = Files.readString(Path.of("..", "deploy", "simulate.yaml"));
    String faults = text.substring(text.indexOf("# faults:")).replace("# faults:", "faults:");
    SimulatorConfig read = parse(faults.replace("#   -", "  -"));
    assertThat(read.batch().faults())
        .containsExactly(new Fault("DO", Fault.Kind.DRIFT, 14_400, 28_800, 2));
  }

  @Test
  void lockStepAnotherBrokerAndGivenSecretsAreRead() {
    SimulatorConfig read =
        parse(
            """
            speed: max
            tickSeconds: 30
            sampleSeconds: 10
            data: here
            mqtt: {url: "ssl://broker:8883", user: plant, password: {env: NOBODY_SET_THIS}}
            """);
    assertThat(read.pace()).isEqualTo(new Pace.LockStep(30, 10));
    assertThat(read.dataDir()).isEqualTo(Path.of("plants", "here").toAbsolutePath());
    assertThat(read.mqtt()).isInstanceOf(Broker.External.class);
    assertThat(((Broker.External) read.mqtt()).password())
        .isEqualTo(new Secret.InEnvironment("NOBODY_SET_THIS"));
  }

  private static void refused(String text, String... expected) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(expected);
  }

  @Test
  void everyErrorNamesFileLineValueAndExpectation() {
    refused("seed: 1\nsped: 60\n", "plant.yaml:2", "sped", "speed");
    refused("speed: 0.5\n", "plant.yaml:1", "0.5", "1 to 1000");
    refused("speed: fast\n", "plant.yaml:1", "fast", "max");
    refused("opcua:\n  port: 99999\n", "plant.yaml:2", "99999", "65535");
    refused("sampleSeconds: 7\n", "plant.yaml:1", "7", "multiple of 5");
    refused("tickSeconds: 60\n", "plant.yaml:1", "lock step");
    refused("speed: max\nsampleSeconds: 25\n", "plant.yaml:2", "25", "multiple");
    refused(
        "faults:\n  - {tag: XY, kind: drift, fromHours: 1, untilHours: 2}\n",
        "plant.yaml:2",
        "XY",
        "DO");
    refused(
        "faults:\n  - {tag: DO, kind: drift, fromHours: 3, untilHours: 2}\n",
        "plant.yaml:2",
        "must end");
    refused("mqtt: {user: me}\n", "plant.yaml:1", "access.user");
    refused(
        "mqtt: {url: 'tcp://h:1', user: me, password: {env: X}}\n", "plant.yaml:1", "unencrypted");
    refused("access: {password: geheim}\n", "plant.yaml:1", "{env: NAME}");
  }
}
