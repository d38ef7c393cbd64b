package io.biopilot.connectors.mqtt;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything a configuration says about one broker.
 *
 * @param url {@code mqtts://host:port}, or {@code mqtt://host:port} without protection
 * @param clientId unique at the broker; the session lives under this name
 * @param access how to be let in
 * @param topics what is read and written
 * @param outbox directory of the telemetry spool
 * @param timing intervals and limits
 */
public record MqttConfig(
    String url, String clientId, Access access, Topics topics, Path outbox, Timing timing) {

  public MqttConfig {
    if (!url.matches("mqtts?://[^/]+:\\d+")) {
      throw new IllegalArgumentException(
          "'%s' must be mqtts://host:port (or mqtt://host:port)".formatted(url));
    }
    boolean secure = url.startsWith("mqtts:");
    if (secure && access.trust() == null) {
      throw new IllegalArgumentException(
          url + " needs a CA file or a fingerprint to know the broker by");
    }
    if (!secure && access.user() != null && !isThisMachine(url)) {
      throw new IllegalArgumentException(
          url + " would send the password unprotected; use mqtts://");
    }
  }

  /**
   * How to be let in.
   *
   * @param trust whom to take for the broker; null only for mqtt://
   * @param user null for none
   * @param password gives a fresh array at each connection; it is overwritten after use
   */
  public record Access(
      @Nullable TlsTrust trust, @Nullable String user, Supplier<char[]> password) {}

  /** Tags read and set-points written. */
  public record Topics(List<MqttTag> inputs, List<MqttOutput> outputs) {
    public Topics {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * Intervals and limits.
   *
   * @param connect longest wait for one attempt
   * @param keepAlive a silent broker is noticed after one and a half of these
   * @param longestBackoff between two attempts; the first follows after 0.5 s
   * @param session how long the broker keeps samples for us
   * @param setpointExpiry after this a set-point is worthless and the broker drops it
   * @param window messages in flight, at most the broker's receive-maximum
   * @param outboxBytes telemetry kept on disk; the oldest is dropped above this
   */
  public record Timing(
      Duration connect,
      Duration keepAlive,
      Duration longestBackoff,
      Duration session,
      Duration setpointExpiry,
      int window,
      long outboxBytes) {
    public static final Timing STANDARD =
        new Timing(
            Duration.ofSeconds(8),
            Duration.ofSeconds(5),
            Duration.ofSeconds(8),
            Duration.ofDays(1),
            Duration.ofSeconds(30),
            16,
            256L << 20);
  }

  /** In the form that Paho takes. */
  String pahoUri() {
    return url.replaceFirst("^mqtts:", "ssl:").replaceFirst("^mqtt:", "tcp:");
  }

  private static boolean isThisMachine(String url) {
    try {
      return InetAddress.getByName(URI.create(url).getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
