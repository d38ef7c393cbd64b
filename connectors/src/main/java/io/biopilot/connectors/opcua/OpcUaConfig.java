package io.biopilot.connectors.opcua;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything a configuration says about one OPC UA server.
 *
 * @param url e.g. {@code opc.tcp://127.0.0.1:4840/biopilot}
 * @param security allowed choices, best first; {@link SecurityChoice#NONE} must be named to be used
 * @param login who logs in
 * @param directory holds this client's key and certificate (made once) and the trusted servers
 * @param map tags and commands
 * @param timing intervals and limits
 */
public record OpcUaConfig(
    String url,
    List<SecurityChoice> security,
    Login login,
    Path directory,
    PlantMap map,
    Timing timing) {

  public OpcUaConfig {
    security = List.copyOf(security);
    if (!url.startsWith("opc.tcp://")) {
      throw new IllegalArgumentException("'%s' must begin with opc.tcp://".formatted(url));
    }
    if (security.isEmpty()) {
      throw new IllegalArgumentException("no security choice is allowed for " + url);
    }
  }

  /** Tags and commands by name. */
  public record PlantMap(List<OpcUaTag> tags, List<OpcUaCommand> commands) {
    public PlantMap {
      tags = List.copyOf(tags);
      commands = List.copyOf(commands);
      Set<Object> names = new HashSet<>();
      for (OpcUaTag tag : tags) {
        if (!names.add(tag.tag())) {
          throw new IllegalArgumentException(
              "%s: tag %s is mapped twice".formatted(tag.place(), tag.tag()));
        }
      }
    }
  }

  /**
   * Intervals and limits.
   *
   * @param publishing how often the server sends changes; also the sampling interval asked for
   * @param queueSize values the server keeps for each tag between two publishings, at least 10; in
   *     lock step at least twice the samples of a tick
   * @param request longest wait for an answer; then a write is Unknown
   * @param connect longest wait for one attempt
   * @param silence without data or keep-alive for this long the client is replaced; more than three
   *     times publishing
   * @param probe between two tries to reach a server that is away
   */
  public record Timing(
      Duration publishing,
      int queueSize,
      Duration request,
      Duration connect,
      Duration silence,
      Duration probe) {

    public static final Timing STANDARD =
        new Timing(
            Duration.ofMillis(500),
            20,
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));

    public Timing {
      if (queueSize < 10) {
        throw new IllegalArgumentException(
            "queueSize (%s) must be at least 10: a shorter one loses values".formatted(queueSize));
      }
      if (silence.compareTo(publishing.multipliedBy(3)) <= 0) {
        throw new IllegalArgumentException(
            "silence (%s) must be more than three times publishing (%s)"
                .formatted(silence, publishing));
      }
    }

    /** The same with another interval and queue. */
    public Timing with(Duration publishing, int queueSize) {
      return new Timing(publishing, queueSize, request, connect, silence, probe);
    }
  }
}
