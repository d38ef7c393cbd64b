package io.biopilot.connectors.mqtt;

import io.biopilot.testing.FreePort;
import io.biopilot.testing.OutsideProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;

/** A real Mosquitto on loopback: TLS, a password file, access lists, no anonymous users. */
public final class Mosquitto implements AutoCloseable {
  private static final int ITERATIONS = 101;

  private final Path directory;
  private final int port;
  private final BrokerKeys keys;
  private Process process;

  /** With keys of its own. */
  public Mosquitto(Path directory) throws Exception {
    this(directory, BrokerKeys.make(directory));
  }

  Mosquitto(Path directory, BrokerKeys keys) throws Exception {
    this.directory = directory;
    this.keys = keys;
    port = FreePort.find();
    Files.writeString(
        directory.resolve("passwords"),
        "%s:%s\n".formatted(TestBroker.USER, hash(TestBroker.PASSWORD)));
    Files.writeString(
        directory.resolve("acl"),
        "user %s\ntopic readwrite test/#\ntopic readwrite biopilot/#\ntopic deny test/forbidden\n"
            .formatted(TestBroker.USER));
    Files.writeString(
        directory.resolve("mosquitto.conf"),
        """
        listener %s 127.0.0.1
        certfile %s
        keyfile %s
        tls_version tlsv1.2
        allow_anonymous false
        password_file %s
        acl_file %s
        persistence true
        persistence_location %s/
        autosave_interval 1
        max_inflight_messages 10
        log_dest stdout
        user root
        """
            .formatted(
                port,
                keys.certificatePem(),
                keys.keyPem(),
                directory.resolve("passwords"),
                directory.resolve("acl"),
                directory));
    start();
  }

  /** Mosquitto's own form: $7$ iterations $ salt $ PBKDF2 with HMAC-SHA-512. */
  private static String hash(String password) throws Exception {
    byte[] salt = new byte[12];
    new SecureRandom().nextBytes(salt);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
            .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 512))
            .getEncoded();
    Base64.Encoder base64 = Base64.getEncoder();
    return "$7$%s$%s$%s"
        .formatted(ITERATIONS, base64.encodeToString(salt), base64.encodeToString(key));
  }

  void start() throws Exception {
    process =
        new ProcessBuilder(
                OutsideProgram.find("mosquitto").orElseThrow().toString(),
                "-c",
                directory.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("mosquitto.log").toFile())
            .start();
    for (int i = 0; i < 200; i++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IOException(Files.readString(directory.resolve("mosquitto.log")));
  }

  public int port() {
    return port;
  }

  /** Its certificate (PEM). */
  public Path certificate() {
    return keys.certificatePem();
  }

  public String user() {
    return TestBroker.USER;
  }

  public String password() {
    return TestBroker.PASSWORD;
  }

  /** Publishes a message as anybody with the password can, QoS 1. */
  public void publish(String topic, String payload) throws Exception {
    MqttClient client =
        new MqttClient("ssl://127.0.0.1:" + port, "somebody", new MemoryPersistence());
    client.connect(FarEnd.options(keys));
    client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    client.disconnect();
    client.close();
  }

  void stop() throws Exception {
    process.destroy();
    process.waitFor(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    stop();
  }
}
