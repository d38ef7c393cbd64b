package io.biopilot.connectors.questdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.biopilot.connectors.influx.InfluxConfig;
import io.biopilot.connectors.influx.InfluxSink;
import io.biopilot.connectors.influx.LineProtocol;
import io.biopilot.connectors.influx.LineSink;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes sure that each measurement has a table whose upsert keys are its time and tags, and then
 * sends the lines as to any InfluxDB.
 */
final class QuestDbSink implements LineSink {
  private final InfluxSink lines;
  private final QuestDbSql sql;
  private final Map<String, Set<String>> tables = new HashMap<>();

  QuestDbSink(InfluxConfig config, QuestDbSql sql) {
    lines = new InfluxSink(config, false);
    this.sql = sql;
  }

  @Override
  public Answer send(List<String> batch) {
    try {
      Set<LineProtocol.Series> series =
          batch.stream().map(LineProtocol::series).collect(Collectors.toSet());
      for (LineProtocol.Series one : series) {
        prepare(one);
      }
    } catch (IOException e) {
      return new Answer.Away(String.valueOf(e.getMessage()), 0);
    }
    // Unlike InfluxDB, QuestDB wants line breaks in texts escaped; nothing else can hold one.
    return lines.send(batch.stream().map(line -> line.replace("\n", "\\\n")).toList());
  }

  private void prepare(LineProtocol.Series series) throws IOException {
    Set<String> known = tables.get(series.measurement());
    if (known == null) {
      known = new TreeSet<>(existing(series));
    }
    Set<String> fresh = new TreeSet<>(series.tags());
    fresh.removeAll(known);
    if (!fresh.isEmpty()) {
      String table = "ALTER TABLE " + QuestDbSql.name(series.measurement());
      for (String tag : fresh) {
        sql.ask("%s ADD COLUMN %s SYMBOL".formatted(table, QuestDbSql.name(tag)));
      }
      known.addAll(fresh);
      sql.ask("%s DEDUP ENABLE UPSERT KEYS(timestamp%s)".formatted(table, keys(known)));
    }
    tables.put(series.measurement(), known);
  }

  /** Tags of the table, which is made if it is not there. */
  private Set<String> existing(LineProtocol.Series series) throws IOException {
    String columns =
        new TreeSet<>(series.tags())
            .stream()
                .map(tag -> ", %s SYMBOL".formatted(QuestDbSql.name(tag)))
                .collect(Collectors.joining());
    sql.ask(
        "CREATE TABLE IF NOT EXISTS %s (timestamp TIMESTAMP%s) TIMESTAMP(timestamp) PARTITION BY DAY WAL DEDUP UPSERT KEYS(timestamp%s)"
            .formatted(QuestDbSql.name(series.measurement()), columns, keys(series.tags())));
    JsonNode rows =
        sql.ask("SHOW COLUMNS FROM " + QuestDbSql.name(series.measurement())).get("dataset");
    Set<String> symbols = new HashSet<>();
    for (JsonNode row : rows) {
      if (row.get(1).asText().equals("SYMBOL")) {
        symbols.add(row.get(0).asText());
      }
    }
    return symbols;
  }

  private static String keys(Iterable<String> tags) {
    StringBuilder keys = new StringBuilder();
    tags.forEach(tag -> keys.append(", ").append(QuestDbSql.name(tag)));
    return keys.toString();
  }

  /** Rows become visible a few milliseconds after they are written. */
  @Override
  public boolean settled() {
    try {
      return sql.ask("SELECT name FROM wal_tables() WHERE writerTxn < sequencerTxn")
          .get("dataset")
          .isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
