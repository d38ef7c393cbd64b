package io.biopilot.simulators.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.connectors.SampleKind;
import io.biopilot.simulators.serve.Emission.Late;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongFunction;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes late values, and in lock step the barrier after them, with QoS 1. Messages wait in an
 * outbox until the broker has them; Paho's own buffer loses what it took.
 */
final class LatePublisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LatePublisher.class);
  private static final int OUTBOX = 10_000;
  private static final int WINDOW = 8;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final long PAUSE_MILLIS = 500;

  /**
   * Where and as whom to publish.
   *
   * @param url as Paho wants it, {@code ssl://host:port} or {@code tcp://host:port}
   * @param sockets null for the platform's own
   */
  record Target(String url, String user, String password, @Nullable SocketFactory sockets) {
    @Override
    public String toString() {
      return url;
    }
  }

  private record Message(String topic, String payload, boolean retained) {}

  private final Target target;
  private final String prefix;
  private final LongFunction<Instant> timeOf;
  private final ObjectMapper json = new ObjectMapper();
  private final BlockingQueue<Message> outbox = new ArrayBlockingQueue<>(OUTBOX);
  private final Thread thread;
  private final String clientId;
  private volatile boolean closed;
  private @Nullable MqttAsyncClient client;

  /**
   * @param timeOf source time of a plant time in milliseconds
   */
  LatePublisher(Target target, String reactor, LongFunction<Instant> timeOf) {
    this.target = target;
    this.prefix = "biopilot/plant1/" + reactor + "/";
    this.timeOf = timeOf;
    // Random at its end: a broker throws out the older one of two clients with the same name.
    this.clientId = "biopilot-plant-%s-%s".formatted(reactor, Password.random().substring(0, 6));
    this.thread = new Thread(this::run, "plant-mqtt");
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes what became known; returns at once. */
  void publish(Emission emission) {
    for (Late late : emission.late()) {
      offer(message(late));
    }
    if (emission.tick() >= 0) {
      barrier(emission.tick(), emission.late().size());
    }
  }

  /** The barrier of a tick, kept by the broker for those who come later. */
  void barrier(long tick, int count) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tick", tick);
    fields.put("count", count);
    offer(new Message(prefix + "lockstep/barrier", encoded(fields), true));
  }

  private void offer(Message message) {
    if (!outbox.offer(message)) {
      LOG.error(
          "the broker {} has been away for {} messages: {} is dropped",
          target,
          OUTBOX,
          message.topic());
    }
  }

  private Message message(Late late) {
    var sensor = late.reading().sensor();
    String kind = sensor.kind() == SampleKind.AT_LINE ? "atline" : "offline";
    Map<String, Object> fields = new LinkedHashMap<>();
    double value = late.reading().value();
    fields.put("v", Double.isFinite(value) ? value : null);
    fields.put("u", sensor.unit());
    fields.put("t", timeOf.apply(late.plantMillis()).toString());
    fields.put("q", late.reading().quality().name());
    fields.put("src", kind);
    return new Message(prefix + kind + "/" + sensor.tag(), encoded(fields), false);
  }

  private String encoded(Map<String, Object> fields) {
    try {
      return json.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts cannot fail to be JSON", e);
    }
  }

  private void run() {
    List<Message> window = new ArrayList<>(WINDOW);
    try {
      while (!closed) {
        if (window.isEmpty()) {
          window.add(outbox.take());
          outbox.drainTo(window, WINDOW - 1);
        }
        if (!send(window)) {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("publisher stopped");
    }
  }

  /** Sends all, and takes those out that the broker has confirmed; false if some are left. */
  private boolean send(List<Message> window) {
    try {
      MqttAsyncClient connected = connected();
      List<IMqttToken> tokens = new ArrayList<>(window.size());
      for (Message message : window) {
        MqttMessage wire =
            new MqttMessage(
                message.payload().getBytes(StandardCharsets.UTF_8), 1, message.retained(), null);
        tokens.add(connected.publish(message.topic(), wire));
      }
      for (IMqttToken token : tokens) {
        token.waitForCompletion(PATIENCE_MILLIS);
        window.remove(0);
      }
      return true;
    } catch (MqttException e) {
      LOG.warn("cannot publish to {}, trying again: {}", target, e.getMessage());
      drop();
      return false;
    }
  }

  private MqttAsyncClient connected() throws MqttException {
    MqttAsyncClient present = client;
    if (present != null && present.isConnected()) {
      return present;
    }
    drop();
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(5);
    options.setKeepAliveInterval(10);
    if (!target.user().isEmpty()) {
      options.setUserName(target.user());
      options.setPassword(target.password().getBytes(StandardCharsets.UTF_8));
    }
    if (target.sockets() != null) {
      options.setSocketFactory(target.sockets());
    }
    MqttAsyncClient fresh = new MqttAsyncClient(target.url(), clientId, new MemoryPersistence());
    client = fresh;
    fresh.connect(options).waitForCompletion(PATIENCE_MILLIS);
    return fresh;
  }

  /** Forgets the client; a half-open one would keep its threads for ever. */
  private void drop() {
    MqttAsyncClient old = client;
    client = null;
    if (old == null) {
      return;
    }
    try {
      if (old.isConnected()) {
        old.disconnectForcibly(200);
      }
    } catch (MqttException e) {
      LOG.debug("disconnecting a lost client: {}", e.getMessage());
    }
    try {
      old.close(true);
    } catch (MqttException e) {
      LOG.debug("closing a lost client: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drop();
  }
}
