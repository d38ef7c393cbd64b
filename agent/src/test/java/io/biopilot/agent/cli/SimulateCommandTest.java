package io.biopilot.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.simulators.plant.Truth;
import io.biopilot.simulators.serve.Pace;
import io.biopilot.simulators.serve.PlantStatus;
import io.biopilot.simulators.serve.SimulatorConfig;
import io.biopilot.simulators.serve.SimulatorConfig.Address;
import io.biopilot.simulators.serve.SimulatorConfig.Broker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {

  @TempDir Path dir;

  private static SimulatorConfig settings(String... arguments) {
    SimulateCommand command = new SimulateCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.settings();
  }

  @Test
  void optionsWinOverTheFile() throws Exception {
    Path file = dir.resolve("plant.yaml");
    Files.writeString(file, "seed: 3\nspeed: 10\nreactor: R7\naccess: {trustedClients: [a.der]}\n");
    SimulatorConfig config =
        settings(
            "--config",
            file.toString(),
            "--speed",
            "max",
            "--seed",
            "5",
            "--opcua-port",
            "0",
            "--mqtt-port",
            "1884",
            "--trust",
            "b.der",
            "--fresh");
    assertThat(config.reactor()).isEqualTo("R7");
    assertThat(config.pace()).isEqualTo(Pace.lockStep());
    assertThat(config.batch().seed()).isEqualTo(5);
    assertThat(config.batch().resume()).isFalse();
    assertThat(config.opcUa()).isEqualTo(new Address("127.0.0.1", 0));
    assertThat(config.mqtt()).isEqualTo(new Broker.Embedded(new Address("127.0.0.1", 1884)));
    assertThat(config.access().trustedClients())
        .containsExactly(dir.toAbsolutePath().resolve("a.der"), Path.of("b.der"));
  }

  @Test
  void nonsenseIsToldInWords() {
    assertThatThrownBy(() -> settings("--speed", "fast"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> settings("--speed", "5000")).hasMessageContaining("5000");
    assertThatThrownBy(() -> settings("--config", "nowhere.yaml"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nowhere.yaml");
  }

  @Test
  void aPortInUseEndsWithCodeTwoAndItsNumber() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      StringWriter err = new StringWriter();
      int code =
          Biopilot.commandLine()
              .setErr(new PrintWriter(err))
              .execute(
                  "simulate",
                  "--data",
                  dir.toString(),
                  "--opcua-port",
                  Integer.toString(taken.getLocalPort()));
      assertThat(code).isEqualTo(2);
      assertThat(err.toString()).contains("port " + taken.getLocalPort()).contains("in use");
    }
  }

  @Test
  void theStatusLineTellsTimeStateAndFallback() {
    Truth.Minutes none = new Truth.Minutes(0, 0, 0, 0);
    Truth truth = new Truth(3.5, 0.512, 21.3, 24, none, 0, 0.1, 0.05);
    assertThat(SimulateCommand.line(new PlantStatus(0, true, true, 1, 30.12, 0.0123, truth)))
        .isEqualTo(
            "  3.500 h  running  DO  30.1 %  feed 0.0123 L/h  biomass  21.30 g  product  0.512 g"
                + "  LOCAL FALLBACK");
  }
}
