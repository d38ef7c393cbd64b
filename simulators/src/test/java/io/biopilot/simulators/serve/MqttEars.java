package io.biopilot.simulators.serve;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A bare MQTT 5 client over TLS that hears everything below a topic filter. */
final class MqttEars implements MqttCallback, AutoCloseable {

  /** One message as it came. */
  record Arrival(String topic, String payload) {}

  final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final MqttAsyncClient client;

  private MqttEars(String url) throws MqttException {
    client = new MqttAsyncClient(url, "ears-" + System.nanoTime(), new MemoryPersistence());
    client.setCallback(this);
  }

  static MqttEars connect(String url, String user, String password, Path pem) throws Exception {
    MqttEars ears = new MqttEars(url);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName(user);
    options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    options.setSocketFactory(trusting(pem));
    ears.client.connect(options).waitForCompletion(10_000);
    return ears;
  }

  MqttEars hear(String filter) throws MqttException {
    client.subscribe(filter, 1).waitForCompletion(10_000);
    return this;
  }

  void say(String topic, String payload) throws MqttException {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    client.publish(topic, new MqttMessage(bytes, 1, false, null)).waitForCompletion(3000);
  }

  private static SocketFactory trusting(Path pem) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("plant", ServerIdentity.certificate(pem));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    arrivals.add(new Arrival(topic, new String(message.getPayload(), StandardCharsets.UTF_8)));
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String uri) {}

  @Override
  public void authPacketArrived(int reason, MqttProperties properties) {}

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      client.disconnectForcibly(500);
    }
    client.close(true);
  }
}
