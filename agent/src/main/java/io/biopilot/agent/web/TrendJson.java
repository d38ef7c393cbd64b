package io.biopilot.agent.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Trends as JSON: one object a channel with arrays {@code t} (h since the record's start), {@code
 * v}, and where there is any {@code sd} and {@code q} (1 uncertain, 2 bad).
 */
final class TrendJson {
  private static final double MILLIS_PER_HOUR = 3_600_000.0;

  private TrendJson() {}

  /** How far a reader of a record has come. */
  static final class Cursor {
    private final Map<BatchRecord.Channel, Integer> read = new HashMap<>();
    private int revision = -1;
  }

  /**
   * All that was recorded in [from, to] hours, thinned to about {@code budget} points a channel.
   */
  static String window(BatchRecord record, double from, double to, int budget) {
    long start = record.start().toEpochMilli();
    long first = start + Math.round(Math.max(-1e6, from) * MILLIS_PER_HOUR);
    long last = start + Math.round(Math.min(1e6, to) * MILLIS_PER_HOUR);
    return write(
        (out, channel, column) ->
            series(
                out,
                record,
                channel,
                column,
                Math.max(0, column.firstFrom(first) - 1),
                Math.min(column.size(), column.firstFrom(last) + 1),
                budget),
        record);
  }

  /**
   * What came since the cursor's last call, thinned to an increment's budget; all of it, thinned to
   * the other, when what was read no longer stands. Moves the cursor.
   */
  static String since(BatchRecord record, Cursor cursor, int wholeBudget, int budget) {
    int revision = record.revision();
    boolean whole = revision != cursor.revision;
    cursor.revision = revision;
    String channels =
        write(
            (out, channel, column) -> {
              int from = whole ? 0 : cursor.read.getOrDefault(channel, 0);
              cursor.read.put(channel, column.size());
              if (from < column.size()) {
                int most = whole ? wholeBudget : budget;
                series(out, record, channel, column, from, column.size(), most);
              }
            },
            record);
    return "{\"whole\":" + whole + ",\"channels\":" + channels + "}";
  }

  private interface Part {
    void write(JsonGenerator out, BatchRecord.Channel channel, Column column) throws IOException;
  }

  private static String write(Part part, BatchRecord record) {
    return Json.write(
        out -> {
          out.writeStartObject();
          record.read((channel, column) -> part.write(out, channel, column));
          out.writeEndObject();
        });
  }

  private static void series(
      JsonGenerator out,
      BatchRecord record,
      BatchRecord.Channel channel,
      Column column,
      int first,
      int end,
      int budget)
      throws IOException {
    int[] kept = new int[Math.max(0, end - first)];
    int count = Extremes.select(column, first, end, budget, kept);
    long start = record.start().toEpochMilli();
    out.writeObjectFieldStart(channel.key());
    out.writeArrayFieldStart("t");
    for (int k = 0; k < count; k++) {
      double hours = (column.millis(kept[k]) - start) / MILLIS_PER_HOUR;
      out.writeNumber(Math.rint(hours * 1e5) / 1e5);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("v");
    for (int k = 0; k < count; k++) {
      Json.number(out, column.value(kept[k]));
    }
    out.writeEndArray();
    if (channel.kind() == BatchRecord.Kind.ESTIMATED) {
      out.writeArrayFieldStart("sd");
      for (int k = 0; k < count; k++) {
        Json.number(out, column.deviation(kept[k]));
      }
      out.writeEndArray();
    }
    qualities(out, column, kept, count);
    out.writeEndObject();
  }

  private static void qualities(JsonGenerator out, Column column, int[] kept, int count)
      throws IOException {
    boolean allGood = true;
    for (int k = 0; k < count; k++) {
      allGood &= column.qualityCode(kept[k]) == Column.GOOD;
    }
    if (allGood) {
      return;
    }
    out.writeArrayFieldStart("q");
    for (int k = 0; k < count; k++) {
      out.writeNumber(column.qualityCode(kept[k]));
    }
    out.writeEndArray();
  }
}
