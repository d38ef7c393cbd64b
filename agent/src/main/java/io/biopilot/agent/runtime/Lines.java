package io.biopilot.agent.runtime;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.Secret;
import io.biopilot.connectors.Connector;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.mqtt.MqttConfig;
import io.biopilot.connectors.mqtt.MqttConnector;
import io.biopilot.connectors.mqtt.MqttTag;
import io.biopilot.connectors.mqtt.TlsTrust;
import io.biopilot.connectors.opcua.Login;
import io.biopilot.connectors.opcua.OpcUaConfig;
import io.biopilot.connectors.opcua.OpcUaConnector;
import io.biopilot.connectors.opcua.OpcUaTag;
import io.biopilot.connectors.opcua.SecurityChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The connectors that a configuration asks for, not yet opened, and what is read over each.
 *
 * @param connectors by name: {@code opcua}, {@code mqtt}
 * @param tags subscribed over each
 */
record Lines(Map<String, Connector> connectors, Map<String, Set<Tag>> tags) {

  private static final Duration LONGEST_THOUGHT = Duration.ofMinutes(10);

  /**
   * @param lockStep whether the barriers are read, too
   */
  static Lines of(Config config, boolean lockStep, InstantSource wall) {
    Map<String, Connector> connectors = new LinkedHashMap<>();
    Map<String, Set<Tag>> tags = new LinkedHashMap<>();
    Set<Tag> read = read(config, lockStep);
    Config.Mqtt mqtt = config.connections().mqtt();
    if (mqtt != null) {
      connectors.put("mqtt", new MqttConnector(mqtt(config, mqtt, read), wall));
      tags.put(
          "mqtt",
          config.lines().mqtt().stream()
              .map(MqttTag::tag)
              .filter(read::contains)
              .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
    Config.OpcUa opcua = config.connections().opcua();
    if (opcua != null) {
      connectors.put("opcua", new OpcUaConnector(opcua(config, opcua, lockStep), wall));
      tags.put(
          "opcua",
          config.lines().opcua().stream()
              .map(OpcUaTag::tag)
              .filter(read::contains)
              .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
    return new Lines(connectors, tags);
  }

  /** All that is mapped but what is only written. */
  private static Set<Tag> read(Config config, boolean lockStep) {
    Set<Tag> tags = new LinkedHashSet<>();
    config.lines().opcua().forEach(line -> tags.add(line.tag()));
    config.lines().mqtt().forEach(line -> tags.add(line.tag()));
    config.loop().actuators().forEach(actuated -> tags.remove(actuated.setpoint()));
    if (config.lines().heartbeat() != null) {
      tags.remove(config.lines().heartbeat());
    }
    Config.Lockstep lockstep = config.lines().lockstep();
    if (lockstep != null) {
      tags.remove(lockstep.acknowledge());
      if (!lockStep) {
        tags.remove(lockstep.barrier());
        tags.remove(lockstep.lateBarrier());
      }
    }
    return tags;
  }

  private static OpcUaConfig opcua(Config config, Config.OpcUa opcua, boolean lockStep) {
    Secret password = opcua.password();
    Login login =
        password == null ? new Login.Anonymous() : new Login.Password(opcua.user(), password);
    List<SecurityChoice> security =
        opcua.security().stream()
            .map(name -> SecurityChoice.valueOf(name.toUpperCase(Locale.ROOT)))
            .toList();
    Config.Lockstep own = config.lines().lockstep();
    List<OpcUaTag> tags =
        config.lines().opcua().stream()
            .filter(line -> lockStep || own == null || !isOf(line.tag(), own))
            .toList();
    return new OpcUaConfig(
        opcua.url(),
        security,
        login,
        opcua.pki(),
        new OpcUaConfig.PlantMap(tags, config.lines().commands()),
        timing(opcua, lockStep));
  }

  /** In lock step the plant is silent while the agent thinks; that is no reason to reconnect. */
  private static OpcUaConfig.Timing timing(Config.OpcUa opcua, boolean lockStep) {
    OpcUaConfig.Timing standard = OpcUaConfig.Timing.STANDARD;
    return new OpcUaConfig.Timing(
        Duration.ofMillis(Math.round(opcua.publishingMs())),
        opcua.queueSize(),
        lockStep ? LONGEST_THOUGHT : standard.request(),
        standard.connect(),
        lockStep ? LONGEST_THOUGHT : standard.silence(),
        standard.probe());
  }

  /** A plant that knows no lock step need not have its nodes. */
  private static boolean isOf(Tag tag, Config.Lockstep lockstep) {
    return tag.equals(lockstep.barrier()) || tag.equals(lockstep.acknowledge());
  }

  private static MqttConfig mqtt(Config config, Config.Mqtt mqtt, Set<Tag> read) {
    @Nullable Path certificate = mqtt.certificate();
    Secret password = mqtt.password();
    return new MqttConfig(
        mqtt.url(),
        mqtt.clientId(),
        new MqttConfig.Access(
            certificate == null ? null : new TlsTrust.CaFile(certificate),
            password == null ? null : mqtt.user(),
            password == null ? () -> new char[0] : password),
        new MqttConfig.Topics(
            config.lines().mqtt().stream().filter(line -> read.contains(line.tag())).toList(),
            List.of()),
        config.journal().resolve("mqtt-outbox"),
        MqttConfig.Timing.STANDARD);
  }
}
