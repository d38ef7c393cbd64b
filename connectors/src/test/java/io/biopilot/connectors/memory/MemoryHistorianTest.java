package io.biopilot.connectors.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.Historian;
import io.biopilot.connectors.HistorianContract;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryHistorianTest extends HistorianContract {

  @Override
  protected Historian historian() {
    return new MemoryHistorian(1_000);
  }

  @Test
  void oldestPointIsDroppedBeyondTheCapacity() throws Exception {
    Historian small = new MemoryHistorian(2);
    small.append(List.of(point(0, 0), point(1, 1), point(2, 2)));
    var query = new Historian.Query("sensor", Map.of(), T0, T0.plusSeconds(60), 1_000_000);
    assertThat(small.query(query).toCompletableFuture().get(1, TimeUnit.SECONDS))
        .containsExactly(point(1, 1), point(2, 2));
  }
}
