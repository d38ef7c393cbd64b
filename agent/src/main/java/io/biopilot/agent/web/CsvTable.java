package io.biopilot.agent.web;

import io.biopilot.agent.web.BatchRecord.Channel;
import io.biopilot.agent.web.BatchRecord.Kind;
import io.biopilot.agent.web.BatchRecord.Note;
import io.biopilot.agent.web.BatchRecord.Snapshot;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of a {@link BatchCsv}: all channels merged in the order of time. */
final class CsvTable {
  private static final double MILLIS_PER_HOUR = 3_600_000.0;

  private final Snapshot batch;
  private final boolean wide;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Note> notes;
  private int nextNote;

  /** A channel and how far it has been written. */
  private static final class Lane {
    final Channel channel;
    final Column column;
    final String unit;
    int next;

    Lane(Channel channel, Column column) {
      this.channel = channel;
      this.column = column;
      this.unit = column.unit();
    }

    boolean isAt(long time) {
      return next < column.size() && column.millis(next) == time;
    }
  }

  private CsvTable(Snapshot batch, boolean wide) {
    this.batch = batch;
    this.wide = wide;
    this.notes = batch.notes().stream().sorted(Comparator.comparing(Note::at)).toList();
    // grouped by quantity in the order of their first appearance, kinds in the enum's order
    batch.columns().keySet().stream()
        .map(Channel::quantity)
        .distinct()
        .forEach(
            quantity -> {
              for (Kind kind : Kind.values()) {
                Channel channel = new Channel(quantity, kind);
                Column column = batch.columns().get(channel);
                if (column != null) {
                  lanes.add(new Lane(channel, column));
                }
              }
            });
  }

  static CsvTable of(BatchCsv.Form form, Snapshot batch) {
    return new CsvTable(batch, form == BatchCsv.Form.WIDE);
  }

  static Optional<Instant> firstTime(Snapshot batch) {
    return batch.columns().values().stream()
        .filter(column -> column.size() > 0)
        .map(column -> Instant.ofEpochMilli(column.millis(0)))
        .min(Comparator.naturalOrder());
  }

  static Optional<Instant> lastTime(Snapshot batch) {
    return batch.columns().values().stream()
        .filter(column -> column.size() > 0)
        .map(column -> Instant.ofEpochMilli(column.millis(column.size() - 1)))
        .max(Comparator.naturalOrder());
  }

  void writeTo(OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 65_536);
    writer.write(wide ? wideHeader() : "time_utc,hours,quantity,kind,value,unit,sd,quality,event");
    writer.write('\n');
    for (long time = nextTime(); time != Long.MAX_VALUE; time = nextTime()) {
      String stamp = Instant.ofEpochMilli(time) + "," + hours(time - batch.start().toEpochMilli());
      if (wide) {
        writeWideRow(writer, stamp, time);
      } else {
        writeLongRows(writer, stamp, time);
      }
    }
    writer.flush();
  }

  private static String hours(long millisSinceStart) {
    return Double.toString(Math.rint(millisSinceStart / MILLIS_PER_HOUR * 1e7) / 1e7);
  }

  private long nextTime() {
    long earliest =
        nextNote < notes.size() ? notes.get(nextNote).at().toEpochMilli() : Long.MAX_VALUE;
    for (Lane lane : lanes) {
      if (lane.next < lane.column.size()) {
        earliest = Math.min(earliest, lane.column.millis(lane.next));
      }
    }
    return earliest;
  }

  private String wideHeader() {
    Stream<String> columns =
        lanes.stream()
            .flatMap(
                lane -> {
                  String name = lane.channel.quantity() + " " + lane.channel.kind().word();
                  String withUnit = cell(name + " [" + lane.unit + "]");
                  return switch (lane.channel.kind()) {
                    case MEASURED -> Stream.of(withUnit, cell(name + " quality"));
                    case ESTIMATED -> Stream.of(withUnit, cell(name + " sd [" + lane.unit + "]"));
                    case EXPECTED, SETPOINT, DOSE -> Stream.of(withUnit);
                  };
                });
    return String.join(
        ",",
        Stream.concat(
                Stream.of("time_utc", "hours_since_start [h]"),
                Stream.concat(columns, Stream.of("event")))
            .toList());
  }

  private void writeWideRow(Writer out, String stamp, long time) throws IOException {
    out.write(stamp);
    for (Lane lane : lanes) {
      boolean here = lane.isAt(time);
      out.write(',');
      if (here) {
        out.write(number(lane.column.value(lane.next)));
      }
      if (lane.channel.kind() == Kind.MEASURED) {
        out.write(here ? "," + lane.column.quality(lane.next) : ",");
      } else if (lane.channel.kind() == Kind.ESTIMATED) {
        out.write(here ? "," + number(lane.column.deviation(lane.next)) : ",");
      }
      lane.next += here ? 1 : 0;
    }
    List<String> events = new ArrayList<>();
    for (Note note = noteAt(time); note != null; note = noteAt(time)) {
      events.add(note.kind() + ": " + note.text());
    }
    out.write("," + cell(String.join("; ", events)) + "\n");
  }

  private void writeLongRows(Writer out, String stamp, long time) throws IOException {
    for (Lane lane : lanes) {
      if (lane.isAt(time)) {
        String quantity = cell(lane.channel.quantity()) + "," + lane.channel.kind().word();
        String value = number(lane.column.value(lane.next));
        String sd = number(lane.column.deviation(lane.next));
        String quality = lane.column.quality(lane.next).name();
        out.write(
            String.join(",", stamp, quantity, value, cell(lane.unit), sd, quality, "") + "\n");
        lane.next++;
      }
    }
    for (Note note = noteAt(time); note != null; note = noteAt(time)) {
      out.write(stamp + ",,,,,,," + cell(note.kind() + ": " + note.text()) + "\n");
    }
  }

  private @Nullable Note noteAt(long time) {
    if (nextNote < notes.size() && notes.get(nextNote).at().toEpochMilli() == time) {
      return notes.get(nextNote++);
    }
    return null;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  /**
   * A text as a cell: quoted where it must be, and never one that a spreadsheet takes for a
   * formula.
   */
  static String cell(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }
}
