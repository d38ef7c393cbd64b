package io.biopilot.agent.ends;

import io.biopilot.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder with the sample configurations of {@code deploy/}, on free ports. */
final class Site {

  static final Path DEPLOY = Path.of("..", "deploy");
  static final String SIMULATE = "simulate.yaml";
  static final String RUN = "run-two-processes.yaml";

  private final Path folder;
  private final int opcUa = FreePort.find();
  private final int mqtt = FreePort.find();
  private final int web = FreePort.find();

  Site(Path folder) throws IOException {
    this.folder = folder;
    for (String file : new String[] {SIMULATE, RUN}) {
      Files.copy(DEPLOY.resolve(file), folder.resolve(file));
      edit(file, "4840", Integer.toString(opcUa));
      edit(file, "8883", Integer.toString(mqtt));
    }
    edit(RUN, "8080", Integer.toString(web));
  }

  Path folder() {
    return folder;
  }

  Page page() {
    return new Page(web);
  }

  String mqttPort() {
    return Integer.toString(mqtt);
  }

  String opcUaUrl() {
    return "opc.tcp://127.0.0.1:%d/biopilot".formatted(opcUa);
  }

  /** Replaces what must be there. */
  void edit(String file, String old, String now) throws IOException {
    String text = Files.readString(folder.resolve(file));
    if (!text.contains(old)) {
      throw new AssertionError("%s no longer holds '%s'".formatted(file, old));
    }
    Files.writeString(folder.resolve(file), text.replace(old, now));
  }

  /** Both sides so many times faster than the wall clock. */
  void speed(int times) throws IOException {
    edit(SIMULATE, "\nspeed: 1 ", "\nspeed: %d ".formatted(times));
    edit(RUN, "\nspeed: 1\n", "\nspeed: %d\n".formatted(times));
  }

  /** The simulator, once it serves. */
  Cli simulate(String... more) throws Exception {
    String[] arguments = new String[3 + more.length];
    System.arraycopy(more, 0, arguments, 3, more.length);
    arguments[0] = "simulate";
    arguments[1] = "--config";
    arguments[2] = SIMULATE;
    Cli plant = Cli.start(folder, arguments);
    plant.await("^user ", 90);
    return plant;
  }

  /** First contact as a person does it: the fingerprint is read at the plant's own terminal. */
  void trust(Cli plant) throws Exception {
    String fingerprint = plant.await("^fingerprint +(.*)", 10);
    try (Cli trust =
        Cli.start(folder, "trust", opcUaUrl(), "--fingerprint", fingerprint, "--pki", "data/pki")) {
      if (trust.exit(60) != 0) {
        throw new AssertionError(trust.text());
      }
    }
  }

  Cli run(String... more) throws IOException {
    return run(Map.of(), more);
  }

  Cli run(Map<String, String> environment, String... more) throws IOException {
    String[] arguments = new String[3 + more.length];
    System.arraycopy(more, 0, arguments, 3, more.length);
    arguments[0] = "run";
    arguments[1] = "--config";
    arguments[2] = RUN;
    return Cli.start(folder, environment, arguments);
  }
}
