package io.biopilot.connectors.memory;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.Connector;
import io.biopilot.connectors.ConnectorContract;
import io.biopilot.connectors.PlantSide;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class MemoryConnectorTest extends ConnectorContract {

  private final MemoryPlant plant =
      new MemoryPlant(Set.of(PlantSide.MEASURED, PlantSide.FLOW, PlantSide.REFUSED));

  @Override
  protected PlantSide plant() {
    plant.writeRule(
        setpoint ->
            setpoint.tag().equals(PlantSide.REFUSED)
                ? new WriteResult.Refused(setpoint, "read only")
                : new WriteResult.Accepted(setpoint));
    plant.callRule(CallResult.Done::new);
    return new Side();
  }

  @Override
  protected Connector connector() {
    return new MemoryConnector(plant, () -> T0.plusSeconds(60));
  }

  private final class Side implements PlantSide {
    @Override
    public void publish(Tag tag, double value, Instant sourceTime, Quality quality) {
      plant.publish(tag, List.of(value), sourceTime, quality, SampleKind.ONLINE);
    }

    @Override
    public Optional<Double> written(Tag tag) {
      return plant.written(tag);
    }

    @Override
    public List<String> commands() {
      return plant.commands().stream().map(Command::toString).toList();
    }

    @Override
    public void cut() {
      plant.cut();
    }

    @Override
    public void restore() {
      plant.restore();
    }
  }
}
