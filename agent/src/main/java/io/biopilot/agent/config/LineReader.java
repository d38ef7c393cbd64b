package io.biopilot.agent.config;

import io.biopilot.agent.config.Config.Lockstep;
import io.biopilot.agent.loop.LoopSettings;
import io.biopilot.agent.loop.LoopSettings.Actuated;
import io.biopilot.agent.loop.LoopSettings.Dosed;
import io.biopilot.agent.loop.LoopSettings.Measured;
import io.biopilot.agent.loop.LoopSettings.ModelInput;
import io.biopilot.connectors.Conversion;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.Units;
import io.biopilot.connectors.mqtt.MqttTag;
import io.biopilot.connectors.opcua.NodeAddress;
import io.biopilot.connectors.opcua.OpcUaTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads tags, actuators, dosers and commands: what goes over the lines, and what the loop makes of
 * it.
 */
final class LineReader {

  private static final double DEFAULT_STALE_SECONDS = 180;

  /** Seconds of the wall clock: less is the network's and the machine's own hesitation. */
  private static final double SHORTEST_STALE = 5;

  private final Section root;
  private final String reactor;
  private final Map<String, Tag> tags = new LinkedHashMap<>();
  private final List<OpcUaTag> opcua = new ArrayList<>();
  private final List<MqttTag> mqtt = new ArrayList<>();
  private final List<Actuated> actuated = new ArrayList<>();

  LineReader(Section root, String reactor) {
    this.root = root;
    this.reactor = reactor;
  }

  Config.Lines read() {
    root.named("tags").forEach(this::tag);
    root.named("actuators").forEach(this::actuator);
    Section plant = root.section("plant");
    Tag heartbeat = own(plant, "heartbeat", "Heartbeat");
    Lockstep lockstep = null;
    if (plant.has("lockstep")) {
      Section section = plant.section("lockstep");
      Tag barrier = own(section, "barrier", "Lockstep.Barrier");
      Tag acknowledge = own(section, "acknowledge", "Lockstep.Ack");
      if (barrier != null && acknowledge != null) {
        lockstep = new Lockstep(barrier, acknowledge, lateBarrier(section));
      }
    }
    return new Config.Lines(
        opcua, new CommandReader(root, reactor).read(), mqtt, heartbeat, lockstep);
  }

  Set<String> tagNames() {
    return tags.keySet();
  }

  List<String> actuatorNames() {
    return root.section("actuators").keys();
  }

  /** A tag that the agent itself needs. */
  private @Nullable Tag own(Section section, String key, String name) {
    if (!section.has(key)) {
      return null;
    }
    Tag tag = new Tag(reactor, name, "1");
    addOpcUa(section, key, tag, new Mapping(Conversion.NONE, SampleKind.ONLINE));
    return tag;
  }

  private record Mapping(Conversion conversion, SampleKind kind) {}

  private void addOpcUa(Section section, String key, Tag tag, Mapping mapping) {
    NodeAddress node = section.made(key, () -> NodeAddress.parse(section.text(key)));
    if (node != null) {
      opcua.add(
          new OpcUaTag(tag, node, mapping.conversion(), mapping.kind(), section.placeOf(key)));
    }
    if (!root.section("connections").has("opcua")) {
      section.problem(key, "a connection: add connections.opcua");
    }
  }

  private void tag(String name, Section section) {
    Units.Unit unit = section.made("unit", () -> Units.named(section.text("unit")));
    if (section.has("opcua") == section.has("mqtt")) {
      section.problem("opcua", "either opcua or mqtt: where the tag comes from");
    }
    // The name stays known, so that one wrong unit does not make every use of the tag wrong too.
    Tag tag = new Tag(reactor, name, unit == null ? "1" : unit.canonical());
    tags.put(name, tag);
    Conversion conversion =
        unit == null ? null : section.made("scale", () -> conversion(section, tag));
    if (conversion == null) {
      return;
    }
    if (section.has("opcua")) {
      addOpcUa(section, "opcua", tag, new Mapping(conversion, kind(section)));
    } else if (section.has("mqtt")) {
      addMqtt(section, tag);
    }
  }

  private static Conversion conversion(Section section, Tag tag) {
    return Conversion.of(
        section.number("scale", 1), section.number("offset", 0), section.text("unit"), tag.unit());
  }

  private @Nullable Tag lateBarrier(Section lockstep) {
    if (!lockstep.has("mqttBarrier")) {
      return null;
    }
    Tag tag = new Tag(reactor, "Lockstep.Late", "1");
    mqtt.add(
        new MqttTag(
            tag,
            lockstep.text("mqttBarrier"),
            MqttTag.Fields.only("tick", "count"),
            new MqttTag.Scaling(1, 0, "1"),
            SampleKind.ONLINE,
            lockstep.placeOf("mqttBarrier")));
    return tag;
  }

  private void addMqtt(Section section, Tag tag) {
    Section source = section.section("mqtt");
    if (!root.section("connections").has("mqtt")) {
      section.problem("mqtt", "a connection: add connections.mqtt");
    }
    MqttTag.Fields fields =
        new MqttTag.Fields(
            List.of(source.text("value", "v")),
            source.textOrNull("unit"),
            source.text("time", "t"),
            source.text("quality", "q"),
            MqttTag.TimeForm.ISO);
    MqttTag.Scaling scaling =
        new MqttTag.Scaling(
            section.number("scale", 1), section.number("offset", 0), section.text("unit"));
    MqttTag line =
        section.made(
            "mqtt",
            () ->
                new MqttTag(
                    tag, source.text("topic"), fields, scaling, kind(section), section.place()));
    if (line != null) {
      mqtt.add(line);
    }
  }

  private static SampleKind kind(Section section) {
    return switch (section.text("kind", "online")) {
      case "at-line" -> SampleKind.AT_LINE;
      case "offline" -> SampleKind.OFFLINE;
      default -> SampleKind.ONLINE;
    };
  }

  private void actuator(String name, Section section) {
    section.known("actual", tagNames(), "a tag");
    Units.Unit unit = section.made("unit", () -> Units.named(section.text("unit")));
    if (unit == null) {
      return;
    }
    Tag setpoint = new Tag(reactor, name + ".Setpoint", unit.canonical());
    Conversion conversion = section.made("scale", () -> conversion(section, setpoint));
    if (conversion != null) {
      addOpcUa(section, "opcua", setpoint, new Mapping(conversion, SampleKind.ONLINE));
    }
    String actual = section.textOrNull("actual");
    actuated.add(
        new Actuated(
            name,
            section.text("label", name),
            setpoint,
            actual == null ? null : tags.get(actual),
            section.textOrNull("input")));
  }

  List<Actuated> actuated() {
    return actuated;
  }

  List<Measured> measured() {
    List<Measured> measured = new ArrayList<>();
    root.named("tags")
        .forEach(
            (name, section) -> {
              Tag tag = tags.get(name);
              if (tag != null && section.flag("shown", true)) {
                measured.add(measured(section, tag));
              }
            });
    return measured;
  }

  private Measured measured(Section section, Tag tag) {
    double deviation = section.number("deviation", 0);
    double relative = section.number("relativeDeviation", 0);
    if (section.has("output") && deviation == 0 && relative == 0) {
      section.problem(
          "deviation", "deviation or relativeDeviation above 0, since the twin uses this tag");
    }
    return new Measured(
        tag,
        section.text("label", tag.name()),
        section.textOrNull("output"),
        section.textOrNull("state"),
        deviation,
        relative,
        kind(section),
        Math.max(
                section.number("staleAfterSeconds", DEFAULT_STALE_SECONDS),
                SHORTEST_STALE * root.number("speed", 1))
            / 3600,
        section.number("lower", Double.NaN),
        section.number("upper", Double.NaN),
        section.flag("limitsOnceFed", false));
  }

  List<ModelInput> inputs() {
    List<ModelInput> inputs = new ArrayList<>();
    root.named("inputs")
        .forEach(
            (name, section) -> {
              section.known("actuator", actuatorNames(), "an actuator");
              section.known("actual", tagNames(), "a tag");
              inputs.add(
                  new ModelInput(
                      name,
                      section.textOrNull("actuator"),
                      tag(section, "actual"),
                      section.number("initial", 0)));
            });
    return inputs;
  }

  private @Nullable Tag tag(Section section, String key) {
    String name = section.textOrNull(key);
    return name == null ? null : tags.get(name);
  }

  List<Dosed> dosed() {
    List<Dosed> dosed = new ArrayList<>();
    root.named("dosers")
        .forEach(
            (name, section) -> {
              section.known("command", root.section("commands").keys(), "a command");
              section.known("lastId", tagNames(), "a tag");
              Tag lastId = tag(section, "lastId");
              if (lastId != null) {
                dosed.add(
                    new Dosed(
                        name,
                        section.text("label", name),
                        section.text("impulse"),
                        section.text("command"),
                        section.text("argument", "amount"),
                        lastId));
              }
            });
    return dosed;
  }

  LoopSettings.PlantHooks plant() {
    Section plant = root.section("plant");
    List<String> commands = root.section("commands").keys();
    plant.known("start", commands, "a command");
    plant.known("rearm", commands, "a command");
    plant.known("running", tagNames(), "a tag");
    plant.known("fallback", tagNames(), "a tag");
    return new LoopSettings.PlantHooks(
        plant.textOrNull("start"),
        tag(plant, "running"),
        tag(plant, "fallback"),
        plant.textOrNull("rearm"),
        plant.text("rearmPolicy", "operator").equals("automatic"));
  }
}
