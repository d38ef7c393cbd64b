package io.biopilot.connectors.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.Connector;
import io.biopilot.connectors.ConnectorContract;
import io.biopilot.connectors.PlantSide;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class OpcUaConnectorTest extends ConnectorContract {
  @TempDir static Path directory;
  private static TestPlantServer.Identity identity;
  private TestPlant plant;

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = TestPlantServer.Identity.sound();
  }

  @Override
  protected PlantSide plant() throws Exception {
    plant = new TestPlant(directory, identity);
    assertThat(OpcUaTrust.trust(plant.url(), plant.fingerprint(), directory))
        .isInstanceOf(OpcUaTrust.Trusted.class);
    return plant;
  }

  @Override
  protected Connector connector() {
    return plant.connector();
  }

  @Override
  protected void settle(int tags) throws Exception {
    // The items are made by the supervisor's thread. Those of a connection that was cut live on at
    // the server for a while, so that they are there is necessary, but not enough.
    await(() -> plant.server.nodes().monitoredItems() >= tags);
    Thread.sleep(300);
  }

  @Override
  protected void stopPlant() throws Exception {
    plant.close();
  }
}
