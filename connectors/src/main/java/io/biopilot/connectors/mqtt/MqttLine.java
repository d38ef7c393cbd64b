package io.biopilot.connectors.mqtt;

import io.biopilot.connectors.ConnectionFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jspecify.annotations.Nullable;

/** One connection from its beginning to its end, over a Paho client of its own. */
final class MqttLine {

  /** Told what comes; called on Paho's thread. */
  interface Receiver {
    void message(String topic, MqttMessage message);

    void lost(MqttLine line, String why);
  }

  /** What the broker said of one message. */
  enum Delivery {
    TAKEN,
    NOT_ALLOWED
  }

  private final MqttConfig config;
  private final MqttAsyncClient client;
  private final Semaphore window;
  private final boolean sessionPresent;

  private MqttLine(MqttConfig config, MqttAsyncClient client, int window, boolean sessionPresent) {
    this.config = config;
    this.client = client;
    this.window = new Semaphore(window, true);
    this.sessionPresent = sessionPresent;
  }

  static MqttLine connect(MqttConfig config, Receiver receiver) throws ConnectionFailure {
    MqttAsyncClient client = null;
    MqttLine made = null;
    try {
      client = new MqttAsyncClient(config.pahoUri(), config.clientId(), new MemoryPersistence());
      Relay relay = new Relay(receiver);
      client.setCallback(relay);
      IMqttToken token = client.connect(options(config));
      token.waitForCompletion(config.timing().connect().toMillis());
      MqttProperties answer = token.getResponseProperties();
      Integer limit = answer == null ? null : answer.getReceiveMaximum();
      int window = Math.max(1, Math.min(config.timing().window(), limit == null ? 65_535 : limit));
      MqttLine line = new MqttLine(config, client, window, token.getSessionPresent());
      relay.line = line;
      line.subscribe();
      made = line;
      return line;
    } catch (MqttException e) {
      throw explain(config, e);
    } catch (IOException e) {
      throw ConnectionFailure.permanent(String.valueOf(e.getMessage()), e);
    } finally {
      if (made == null && client != null) {
        end(client);
      }
    }
  }

  private static MqttConnectionOptions options(MqttConfig config) throws IOException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(false);
    options.setSessionExpiryInterval(config.timing().session().toSeconds());
    options.setKeepAliveInterval((int) config.timing().keepAlive().toSeconds());
    options.setConnectionTimeout((int) config.timing().connect().toSeconds());
    options.setExecutorServiceTimeout(0);
    TlsTrust trust = config.access().trust();
    if (trust != null && config.url().startsWith("mqtts:")) {
      options.setSocketFactory(trust.socketFactory());
      options.setHttpsHostnameVerificationEnabled(trust.checksName());
    }
    String user = config.access().user();
    if (user != null) {
      options.setUserName(user);
      options.setPassword(utf8(config.access().password().get()));
    }
    return options;
  }

  private static byte[] utf8(char[] secret) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Arrays.fill(secret, '\0');
    return bytes;
  }

  private void subscribe() throws MqttException, ConnectionFailure {
    List<String> topics = config.topics().inputs().stream().map(MqttTag::topic).distinct().toList();
    if (topics.isEmpty()) {
      return;
    }
    MqttSubscription[] subscriptions =
        topics.stream()
            .map(
                topic -> {
                  MqttSubscription subscription = new MqttSubscription(topic, 1);
                  subscription.setRetainHandling(1); // a retained value once a session, not again
                  return subscription;
                })
            .toArray(MqttSubscription[]::new);
    IMqttToken token = client.subscribe(subscriptions);
    token.waitForCompletion(config.timing().connect().toMillis());
    int[] codes = token.getReasonCodes();
    for (int i = 0; codes != null && i < codes.length && i < topics.size(); i++) {
      if (codes[i] >= 0x80) {
        throw ConnectionFailure.permanent(
            "%s does not let %s read topic %s (reason 0x%02x)"
                .formatted(config.url(), config.clientId(), topics.get(i), codes[i]));
      }
    }
  }

  /** False when the broker has no session of ours: messages of an outage are gone. */
  boolean sessionPresent() {
    return sessionPresent;
  }

  boolean connected() {
    return client.isConnected();
  }

  /**
   * Publishes at QoS 1; waits at most this long for room in the window.
   *
   * @param expirySeconds 0 for never
   */
  CompletableFuture<Delivery> publish(
      String topic, byte[] payload, long expirySeconds, long patienceMillis) {
    try {
      if (!window.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
        return CompletableFuture.failedFuture(
            new IOException("the broker has not acknowledged earlier messages"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Delivery> delivery = new CompletableFuture<>();
    var unused = delivery.whenComplete((done, error) -> window.release());
    try {
      MqttMessage message = new MqttMessage(payload, 1, false, null);
      if (expirySeconds > 0) {
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(expirySeconds);
        message.setProperties(properties);
      }
      client.publish(topic, message, null, new Answer(delivery));
    } catch (MqttException e) {
      delivery.completeExceptionally(e);
    }
    return delivery.orTimeout(config.timing().connect().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Leaves the broker properly if it still listens; the session stays. */
  void dispose() {
    end(client);
  }

  private static void end(MqttAsyncClient client) {
    try {
      client.disconnectForcibly(0, 500, client.isConnected());
    } catch (MqttException e) {
      // It was not connected any more.
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // Closed already; nothing is held.
    }
  }

  static ConnectionFailure explain(MqttConfig config, MqttException error) {
    int code = error.getReasonCode();
    if (code == MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED
        || code == MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD) {
      return ConnectionFailure.permanent(
          "%s refused the login of user %s: wrong user name or password, or no right to log in"
              .formatted(config.url(), config.access().user()),
          error);
    }
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          || (cause instanceof SSLException && cause.getCause() == null)) {
        return ConnectionFailure.permanent(
            "%s is not trusted: %s; check the CA file or fingerprint (%s)"
                .formatted(config.url(), cause.getMessage(), config.access().trust()),
            error);
      }
    }
    Throwable cause = error.getCause();
    return ConnectionFailure.passing(
        "%s: %s".formatted(config.url(), cause == null ? error.getMessage() : cause.getMessage()),
        error);
  }

  /** Turns Paho's answer to a publish into a value. */
  private record Answer(CompletableFuture<Delivery> delivery) implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      int[] codes = token.getReasonCodes();
      boolean refused = codes != null && codes.length > 0 && codes[0] >= 0x80;
      delivery.complete(refused ? Delivery.NOT_ALLOWED : Delivery.TAKEN);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable error) {
      delivery.completeExceptionally(error);
    }
  }

  private static final class Relay implements MqttCallback {
    private final Receiver receiver;
    private volatile @Nullable MqttLine line;

    Relay(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttLine mine = line;
      if (mine != null) {
        receiver.lost(mine, "the broker closed the connection: " + response.getReasonString());
      }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      receiver.message(topic, message);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
