package io.biopilot.agent.runtime;

import io.biopilot.agent.config.Config;
import io.biopilot.connectors.Historian;
import io.biopilot.connectors.influx.Credentials;
import io.biopilot.connectors.influx.InfluxConfig;
import io.biopilot.connectors.influx.LineHistorian;
import io.biopilot.connectors.memory.MemoryHistorian;
import io.biopilot.connectors.questdb.QuestDbStore;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store that a configuration asks for. */
final class Stores {

  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

  /** Rows kept in memory where the configuration asks for no store. */
  private static final int ROWS_IN_MEMORY = 200_000;

  private Stores() {}

  /**
   * A historian and what must be closed after it.
   *
   * @param notices of the historian, kept until the agent hears them
   */
  record Opened(Historian historian, AutoCloseable after, NoticeRelay notices) {

    /** Sends what is left, then closes all. */
    CompletionStage<Void> close() {
      return historian
          .close()
          .thenRun(
              () -> {
                try {
                  after.close();
                } catch (Exception e) {
                  LOG.warn("closing the store: {}", e.toString());
                }
              });
    }
  }

  static Opened open(Config.Store store) throws IOException {
    NoticeRelay notices = new NoticeRelay();
    if (store instanceof Config.QuestDb questDb) {
      QuestDbStore server = QuestDbStore.start(questDb.directory(), 0);
      try {
        Historian historian = server.historian(questDb.directory().resolve("spool"), notices);
        return new Opened(historian, server, notices);
      } catch (IOException | RuntimeException e) {
        server.close();
        throw e;
      }
    }
    if (store instanceof Config.InfluxDb influx && influx.token() != null) {
      InfluxConfig config =
          new InfluxConfig(
              influx.url(),
              new Credentials.Token(influx.token()),
              influx.organisation(),
              influx.bucket());
      return new Opened(LineHistorian.influx(config, influx.spool(), notices), () -> {}, notices);
    }
    return new Opened(new MemoryHistorian(ROWS_IN_MEMORY), () -> {}, notices);
  }
}
