package io.biopilot.agent.config;

import io.biopilot.simulators.device.Fault;
import io.biopilot.simulators.device.Sensor;
import io.biopilot.simulators.serve.Pace;
import io.biopilot.simulators.serve.SimulatorConfig;
import io.biopilot.simulators.serve.SimulatorConfig.Access;
import io.biopilot.simulators.serve.SimulatorConfig.Address;
import io.biopilot.simulators.serve.SimulatorConfig.Batch;
import io.biopilot.simulators.serve.SimulatorConfig.Broker;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the file that says which plant {@code biopilot simulate} serves, and how. */
public final class SimulateFile {

  /** Where OPC UA and MQTT over TLS are found by custom. */
  private static final int OPC_UA_PORT = 4840;

  private static final int MQTT_PORT = 8883;

  private final Section root;
  private final Path folder;

  private SimulateFile(Section root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /**
   * Reads and checks a file; relative paths in it are meant from its own folder.
   *
   * @throws ConfigException with every problem that was found
   */
  public static SimulatorConfig read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              new ConfigProblem(
                  file.toString(), 0, "", "no readable file", "a path to a configuration")));
    }
  }

  /** As {@link #read}, of a text that is at hand. */
  public static SimulatorConfig parse(Path file, String text) {
    YamlTree tree = YamlTree.parse(file.toString(), text);
    List<ConfigProblem> problems =
        new ArrayList<>(new SchemaCheck("simulate.schema.json").problems(file.toString(), tree));
    Path folder = file.toAbsolutePath().getParent();
    if (problems.isEmpty() && folder != null) {
      Section root = Section.root(new Section.Source(file.toString(), tree, problems));
      SimulatorConfig config = new SimulateFile(root, folder).config();
      if (config != null && problems.isEmpty()) {
        return config;
      }
    }
    throw new ConfigException(problems);
  }

  /** What holds where no file is given: the demo's plant, data under the present folder. */
  public static SimulatorConfig standard() {
    Path folder = Path.of("").toAbsolutePath();
    YamlTree empty = new YamlTree(new JsonObject(), Map.of());
    Section root = Section.root(new Section.Source("defaults", empty, new ArrayList<>()));
    SimulatorConfig config = new SimulateFile(root, folder).config();
    if (config == null) {
      throw new AssertionError("the defaults must be usable");
    }
    return config;
  }

  private @Nullable SimulatorConfig config() {
    Pace pace = pace();
    Broker broker = broker();
    if (pace == null || broker == null) {
      return null;
    }
    Section opcUa = root.section("opcua");
    return new SimulatorConfig(
        path(root.text("data", "data/plant")),
        root.text("reactor", "BR1"),
        new Batch(seed(), faults(), root.flag("resume", true)),
        pace,
        new Address(opcUa.text("host", "127.0.0.1"), opcUa.whole("port", OPC_UA_PORT)),
        broker,
        access());
  }

  private long seed() {
    return root.raw("seed") instanceof Number number ? number.longValue() : 1;
  }

  private @Nullable Pace pace() {
    if (root.text("speed", "1").equals("max")) {
      int tick = root.whole("tickSeconds", 60);
      int sample = root.whole("sampleSeconds", tick);
      return root.made("sampleSeconds", () -> new Pace.LockStep(tick, sample));
    }
    if (root.has("tickSeconds")) {
      root.problem("tickSeconds", "no tick: only lock step (speed: max) has ticks");
    }
    double speed = root.number("speed", 1);
    int sample = root.whole("sampleSeconds", 10);
    return root.made("sampleSeconds", () -> new Pace.Clocked(speed, sample));
  }

  private List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    List<String> tags = Sensor.ofEcoliInduced().stream().map(Sensor::tag).toList();
    for (Section section : root.list("faults")) {
      section.known("tag", tags, "an instrument");
      Fault fault =
          section.made(
              "untilHours",
              () ->
                  new Fault(
                      section.text("tag"),
                      Fault.Kind.valueOf(section.text("kind").toUpperCase(Locale.ROOT)),
                      seconds(section.number("fromHours", 0)),
                      seconds(section.number("untilHours", 0)),
                      section.number("size", 0)));
      if (fault != null) {
        faults.add(fault);
      }
    }
    return faults;
  }

  private static long seconds(double hours) {
    return Math.round(hours * 3600);
  }

  private @Nullable Broker broker() {
    Section mqtt = root.section("mqtt");
    String url = mqtt.textOrNull("url");
    if (url == null) {
      for (String key : List.of("user", "password", "authority")) {
        if (mqtt.has(key)) {
          mqtt.problem(key, "it only beside url; the embedded broker takes access.user");
        }
      }
      return new Broker.Embedded(
          new Address(mqtt.text("host", "127.0.0.1"), mqtt.whole("port", MQTT_PORT)));
    }
    if (mqtt.has("host") || mqtt.has("port")) {
      mqtt.problem("url", "either url, or host and port of the embedded broker");
    }
    if (mqtt.has("user") != mqtt.has("password")) {
      mqtt.problem("url", "user and password together, or neither");
    }
    if (url.startsWith("tcp://") && mqtt.has("password")) {
      mqtt.problem("url", "ssl:// where there is a password, which would travel unencrypted");
    }
    String authority = mqtt.textOrNull("authority");
    return new Broker.External(
        URI.create(url),
        mqtt.text("user", ""),
        secret(mqtt),
        authority == null ? null : path(authority));
  }

  private Access access() {
    Section access = root.section("access");
    List<Path> trusted =
        access.texts("trustedClients", List.of("data/pki")).stream().map(this::path).toList();
    return new Access(access.text("user", "biopilot"), secret(access), trusted);
  }

  private @Nullable Secret secret(Section outer) {
    if (!outer.has("password")) {
      return null;
    }
    Section section = outer.section("password");
    return section.has("env")
        ? new Secret.InEnvironment(section.text("env"))
        : new Secret.InFile(path(section.text("file")));
  }

  private Path path(String name) {
    return folder.resolve(name).normalize();
  }
}
