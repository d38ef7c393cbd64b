package io.biopilot.connectors.mqtt;

import io.biopilot.connectors.Connector;
import io.biopilot.connectors.ConnectorContract;
import io.biopilot.connectors.PlantSide;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class MqttConnectorTest extends ConnectorContract {
  @TempDir static Path keysDirectory;
  private static BrokerKeys keys;
  private static TestBroker broker;
  @TempDir Path directory;
  private FarEnd farEnd;

  @BeforeAll
  static void startBroker() throws Exception {
    keys = BrokerKeys.make(keysDirectory);
    broker = new TestBroker(keysDirectory, keys);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @Override
  protected PlantSide plant() throws Exception {
    farEnd = new FarEnd(broker.port(), directory, keys);
    return farEnd;
  }

  @Override
  protected Connector connector() {
    return farEnd.connector();
  }

  @Override
  protected boolean hasCommands() {
    return false;
  }

  @Override
  protected void stopPlant() throws Exception {
    farEnd.close();
  }
}
