package io.biopilot.connectors.questdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Historian.Point;
import io.biopilot.connectors.Historian.Query;
import io.biopilot.connectors.HistorianContract;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded store; one store for all tests, emptied before each. */
class QuestDbHistorianIT extends HistorianContract {
  @TempDir static Path data;
  private static QuestDbStore store;
  @TempDir Path spool;

  @BeforeAll
  static void startStore() throws Exception {
    store = QuestDbStore.start(data, 0);
  }

  @AfterAll
  static void endStore() {
    store.close();
  }

  @Override
  protected Historian historian() throws Exception {
    store.dropEverything();
    return store.historian(spool, notice -> {});
  }

  @Test
  void strangersAreNotLetIn() throws Exception {
    var connection =
        (HttpURLConnection)
            URI.create(store.url() + "/exec?query=select%201").toURL().openConnection();
    assertThat(connection.getResponseCode()).isEqualTo(401);
  }

  @Test
  void fiftyThousandPointsAreStoredAndReadBack() throws Exception {
    Historian historian = store.historian(spool.resolve("bulk"), notice -> {});
    historian.open();
    for (int batch = 0; batch < 10; batch++) {
      int first = 5_000 * batch;
      historian.append(
          IntStream.range(first, first + 5_000)
              .mapToObj(
                  i ->
                      new Point(
                          "bulk",
                          Map.of("reactor", "BR1"),
                          Map.of("value", i / 7.0),
                          T0.plus(Duration.ofMillis(i))))
              .toList());
    }
    historian.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);
    List<Point> points =
        historian
            .query(new Query("bulk", Map.of(), T0, T0.plusSeconds(3600), 100_000))
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    assertThat(points).hasSize(50_000);
    assertThat(points.get(49_999).fields()).containsEntry("value", 49_999 / 7.0);
    historian.close().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
