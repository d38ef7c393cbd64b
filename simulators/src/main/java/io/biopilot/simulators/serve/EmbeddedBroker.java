package io.biopilot.simulators.serve;

import io.biopilot.simulators.serve.SimulatorConfig.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT broker in this process: TLS only, two users. The agent's user may subscribe; only the
 * plant's own may publish. Nothing is kept on disk: what is not delivered when the process ends is
 * sent again from the plant's snapshot, or was never drawn.
 */
final class EmbeddedBroker {

  /** The user that publishes; its password is random and never leaves this process. */
  static final String PLANT_USER = "plant";

  private final EmbeddedActiveMQ broker;

  private EmbeddedBroker(EmbeddedActiveMQ broker) {
    this.broker = broker;
  }

  /** Passwords of the two users. */
  record Users(String agent, Password agentPassword, String plantPassword) {}

  static EmbeddedBroker start(Address address, Path dataDir, ServerIdentity identity, Users users)
      throws IOException {
    Path store = dataDir.resolve("mqtt.p12");
    String storePassword = Password.random();
    identity.storeInto(store, storePassword.toCharArray());
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    try {
      broker.setConfiguration(configuration(address, store, storePassword, dataDir));
      broker.setSecurityManager(new TwoUsers(users));
      broker.start();
    } catch (Exception e) { // Artemis declares Exception
      throw new IOException(
          "the MQTT broker did not start on %s port %d: %s"
              .formatted(address.host(), address.port(), e.getMessage()),
          e);
    }
    return new EmbeddedBroker(broker);
  }

  private static Configuration configuration(
      Address address, Path store, String storePassword, Path dataDir) throws Exception {
    AddressSettings settings =
        new AddressSettings()
            .setAutoCreateAddresses(true)
            .setAutoCreateQueues(true)
            .setMaxSizeBytes(64L << 20);
    return new ConfigurationImpl()
        .setName("biopilot")
        .setPersistenceEnabled(false)
        .setSecurityEnabled(true)
        .setJMXManagementEnabled(false)
        .setMaxDiskUsage(-1)
        .setThreadPoolMaxSize(8)
        .setScheduledThreadPoolMaxSize(2)
        .setPagingDirectory(dataDir.resolve("mqtt-paging").toString())
        .addAddressSetting("#", settings)
        .addAcceptorConfiguration(
            new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                acceptor(address, store, storePassword),
                "mqtt"));
  }

  /** Not as a URI, which would lose the spaces of a path. */
  private static Map<String, Object> acceptor(Address address, Path store, String storePassword) {
    return Map.of(
        "host",
        address.host(),
        "port",
        address.port(),
        "protocols",
        "MQTT",
        "sslEnabled",
        true,
        "keyStoreType",
        "PKCS12",
        "keyStorePath",
        store.toAbsolutePath().toString(),
        "keyStorePassword",
        storePassword,
        "enabledProtocols",
        "TLSv1.2,TLSv1.3",
        "useEpoll",
        false);
  }

  void stop() {
    try {
      broker.stop();
    } catch (Exception e) { // Artemis declares Exception
      throw new IllegalStateException("the MQTT broker did not stop", e);
    }
  }

  /** Says who may do what. */
  private static final class TwoUsers implements ActiveMQSecurityManager {
    private final Users users;

    TwoUsers(Users users) {
      this.users = users;
    }

    private boolean agent(@Nullable String user, @Nullable String password) {
      return users.agent().equals(user) && users.agentPassword().matches(password);
    }

    private boolean plant(@Nullable String user, @Nullable String password) {
      return PLANT_USER.equals(user)
          && password != null
          && users.plantPassword().contentEquals(password);
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
      return agent(user, password) || plant(user, password);
    }

    @Override
    public boolean validateUserAndRole(
        @Nullable String user, @Nullable String password, Set<Role> roles, CheckType check) {
      if (plant(user, password)) {
        return true;
      }
      return agent(user, password) && check != CheckType.SEND && check != CheckType.MANAGE;
    }
  }
}
