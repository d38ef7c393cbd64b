package io.biopilot.connectors.mqtt;

import io.biopilot.testing.FreePort;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** Artemis in this process: TLS and one user on loopback. */
final class TestBroker implements AutoCloseable {
  static final String USER = "agent";
  static final String PASSWORD = "pump-7-β";

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final int port;

  TestBroker(Path directory, BrokerKeys keys) throws Exception {
    port = FreePort.find();
    Configuration config =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(true)
            .setJMXManagementEnabled(false)
            .addAcceptorConfiguration(
                "mqtt",
                "tcp://127.0.0.1:%s?protocols=MQTT;useEpoll=false;sslEnabled=true;keyStorePath=%s;keyStorePassword=%s"
                    .formatted(port, keys.keyStore(), BrokerKeys.PASSWORD))
            .addAddressSetting(
                "#", new AddressSettings().setAutoCreateAddresses(true).setAutoCreateQueues(true));
    config.setBrokerInstance(directory.toFile());
    config.putSecurityRoles(
        "#",
        Set.of(
            new Role(
                "all", true, true, true, true, true, true, true, true, true, true, true, true)));
    SecurityConfiguration users = new SecurityConfiguration();
    users.addUser(USER, PASSWORD);
    users.addRole(USER, "all");
    broker.setConfiguration(config);
    broker.setSecurityManager(
        new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    broker.start();
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws Exception {
    broker.stop();
  }
}
