package io.biopilot.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Historian.Query;
import io.biopilot.connectors.HistorianContract;
import io.biopilot.connectors.Notice;
import io.biopilot.testing.RequiresProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real InfluxDB 1.8 server with a user and a password. */
@RequiresProgram("influxd")
class InfluxHistorianIT extends HistorianContract {
  @TempDir static Path data;
  private static InfluxServer server;
  @TempDir Path spool;
  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startServer() throws Exception {
    server = new InfluxServer(data);
  }

  @AfterAll
  static void endServer() throws Exception {
    server.close();
  }

  @Override
  protected Historian historian() throws Exception {
    server.freshDatabase("plant");
    return LineHistorian.influx(server.config("plant", "biopilot:pump-7"), spool, notices::add);
  }

  @Test
  void wrongTokenIsToldAndNothingIsLost() throws Exception {
    List<Notice> heard = new CopyOnWriteArrayList<>();
    LineHistorian stranger =
        LineHistorian.influx(
            server.config("plant", "biopilot:guess"), spool.resolve("b"), heard::add);
    stranger.open();
    stranger.append(List.of(point(0, 1)));
    for (int i = 0; i < 400 && heard.isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertThat(heard.get(0).text()).contains("401");
    assertThat(stranger.pending()).isEqualTo(1);
    stranger.close().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  @Test
  void changedTypeOfAFieldGoesToQuarantineAndTheRestIsStored() throws Exception {
    Historian.Point wrong =
        new Historian.Point(
            "sensor",
            Map.of("reactor", "BR1", "tag", "DO"),
            Map.of("value", "text"),
            T0.plusSeconds(5));
    Historian historian =
        LineHistorian.influx(
            server.config("plant", "biopilot:pump-7"), spool.resolve("c"), notices::add);
    historian.open();
    historian.append(List.of(point(0, 1)));
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    historian.append(List.of(point(1, 2), wrong, point(2, 3)));
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(query(new Query("sensor", Map.of(), T0, T0.plusSeconds(60), 10)))
        .containsExactly(point(0, 1), point(1, 2), point(2, 3));
    assertThat(notices).anyMatch(notice -> notice.text().contains("field type conflict"));
    historian.close().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  @Test
  void killedServerLosesNothing() throws Exception {
    Historian historian =
        LineHistorian.influx(
            server.config("plant", "biopilot:pump-7"), spool.resolve("d"), notices::add);
    historian.open();
    historian.append(List.of(point(0, 1)));
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    server.kill();
    historian.append(List.of(point(1, 2)));
    server.start();
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(query(new Query("sensor", Map.of(), T0, T0.plusSeconds(60), 10)))
        .containsExactly(point(0, 1), point(1, 2));
    historian.close().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }
}
