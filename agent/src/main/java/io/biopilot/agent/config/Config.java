package io.biopilot.agent.config;

import io.biopilot.agent.loop.LoopSettings;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.mqtt.MqttTag;
import io.biopilot.connectors.opcua.OpcUaCommand;
import io.biopilot.connectors.opcua.OpcUaTag;
import io.biopilot.mpc.safety.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked configuration.
 *
 * @param file it was read from
 * @param text of the file, which the journal keeps
 * @param loop what the loop must know
 * @param limits what the gate holds to
 * @param recipe doses of the recipe; its feed is the loop's fallback
 */
public record Config(
    Path file,
    String text,
    Clock clock,
    Connections connections,
    Lines lines,
    LoopSettings loop,
    Limits limits,
    ModelSource model,
    ControllerSettings controller,
    Recipe recipe,
    Store store,
    int webPort,
    Path journal) {

  /**
   * @param plant whether time follows the source times instead of this machine's clock
   * @param speed of the plant, times real time
   */
  public record Clock(boolean plant, double speed) {}

  /** Where the plant is reached. */
  public record Connections(@Nullable OpcUa opcua, @Nullable Mqtt mqtt) {}

  /**
   * @param security allowed choices, best first
   * @param user empty for nobody
   * @param password null for nobody
   */
  public record OpcUa(
      String url,
      List<String> security,
      String user,
      @Nullable Secret password,
      Path pki,
      double publishingMs,
      int queueSize) {
    public OpcUa {
      security = List.copyOf(security);
    }
  }

  /**
   * @param certificate PEM file of the broker's or its authority's certificate; null to use what
   *     Java trusts
   */
  public record Mqtt(
      String url,
      String user,
      @Nullable Secret password,
      @Nullable Path certificate,
      String clientId) {}

  /**
   * What goes over the lines.
   *
   * @param opcua tags read or written there, with the agent's own ones (heartbeat, lock step)
   * @param heartbeat null if the plant has none
   * @param lockstep null if the plant has none
   */
  public record Lines(
      List<OpcUaTag> opcua,
      List<OpcUaCommand> commands,
      List<MqttTag> mqtt,
      @Nullable Tag heartbeat,
      @Nullable Lockstep lockstep) {
    public Lines {
      opcua = List.copyOf(opcua);
      commands = List.copyOf(commands);
      mqtt = List.copyOf(mqtt);
    }
  }

  /**
   * @param lateBarrier barrier of what comes by MQTT; null if nothing does
   */
  public record Lockstep(Tag barrier, Tag acknowledge, @Nullable Tag lateBarrier) {}

  /**
   * @param file of the model, or {@code builtin:NAME}
   * @param parameters file with fitted values; null for those of the model file
   */
  public record ModelSource(String file, @Nullable String parameters) {}

  /**
   * @param kind {@code recipe}, {@code nominal} or {@code learning}
   * @param iterations budget of one solve
   * @param everyTicks ticks from one plan to the next; between them the last one is followed
   * @param deadlineMs longest solve in real time (ms)
   * @param goal file of what is to be planned for, or {@code builtin:NAME}
   * @param goals settings of the goal by name
   */
  public record ControllerSettings(
      String kind,
      int iterations,
      int everyTicks,
      double deadlineMs,
      String goal,
      Map<String, Double> goals) {
    public ControllerSettings {
      goals = Map.copyOf(goals);
    }
  }

  /** Doses at fixed times. */
  public record Recipe(List<RecipeDose> doses) {
    public Recipe {
      doses = List.copyOf(doses);
    }
  }

  /** hours since batch start, grams. */
  public record RecipeDose(String doser, double hours, double grams) {}

  /** Where rows are kept. */
  public sealed interface Store {}

  public record NoStore() implements Store {}

  public record QuestDb(Path directory) implements Store {}

  public record InfluxDb(
      String url, String organisation, String bucket, @Nullable Secret token, Path spool)
      implements Store {}
}
