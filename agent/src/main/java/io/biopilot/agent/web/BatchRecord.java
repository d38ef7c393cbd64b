package io.biopilot.agent.web;

import io.biopilot.connectors.Quality;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What happened in a batch, in memory: for the trends, and for the CSV export. A {@link Recorder}
 * fills it.
 *
 * <p>Bounded: a channel that reaches its capacity is thinned to half by keeping extremes, and says
 * so. Safe for threads.
 */
public final class BatchRecord {
  /** Points a channel before it is thinned; at one a second that is 55 hours. */
  public static final int DEFAULT_CAPACITY = 200_000;

  private static final int MOST_NOTES = 20_000;

  private final String reactor;
  private final String batch;
  private final Instant start;
  private final int capacity;
  private final Map<Channel, Column> columns = new LinkedHashMap<>();
  private final List<Note> notes = new ArrayList<>();
  private boolean thinned;
  private int revision;

  /** What a channel's numbers are. */
  public enum Kind {
    /** Read from an instrument. */
    MEASURED,
    /** The twin's estimate at the time, with its standard deviation. */
    ESTIMATED,
    /** What was expected for this time one hour earlier. */
    EXPECTED,
    /** Asked of the plant; holds until the next. */
    SETPOINT,
    /** An amount given at once. */
    DOSE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A series of one quantity. */
  public record Channel(String quantity, Kind kind) {
    /** Name in JSON, e.g. {@code DO.measured}. */
    String key() {
      return quantity + "." + kind.word();
    }
  }

  /**
   * Something that happened.
   *
   * @param kind e.g. "mode", "command", "alarm", "model"
   * @param text in words
   */
  public record Note(Instant at, String kind, String text) {}

  /**
   * @param start inoculation, from which hours are counted; for a batch not yet begun, when the
   *     record begins
   * @param capacity points a channel, at least 1000
   */
  public BatchRecord(String reactor, String batch, Instant start, int capacity) {
    if (capacity < 1000) {
      throw new IllegalArgumentException(
          "capacity must be at least 1000 points a channel, not " + capacity);
    }
    this.reactor = reactor;
    this.batch = batch;
    this.start = start;
    this.capacity = capacity;
  }

  public String reactor() {
    return reactor;
  }

  public String batch() {
    return batch;
  }

  public Instant start() {
    return start;
  }

  /**
   * Adds a point. One that comes late goes to its place; one of the same time replaces the former.
   *
   * @param unit of the channel's values; that of its first point counts
   * @param deviation standard deviation; NaN where there is none
   */
  public synchronized void add(
      Channel channel, String unit, Instant time, double value, double deviation, Quality quality) {
    Column column = columns.computeIfAbsent(channel, c -> new Column(unit));
    if (!column.add(time.toEpochMilli(), value, deviation, quality)) {
      revision++;
    }
    if (column.size() >= capacity) {
      int[] kept = new int[column.size()];
      column.keep(kept, Extremes.select(column, 0, column.size(), capacity / 2, kept));
      thinned = true;
      revision++;
    }
  }

  /** Adds something that happened; beyond 20,000 notes the oldest half is dropped. */
  public synchronized void note(Instant at, String kind, String text) {
    if (notes.size() >= MOST_NOTES) {
      notes.subList(0, MOST_NOTES / 2).clear();
      thinned = true;
    }
    notes.add(new Note(at, kind, text));
  }

  /** Changes whenever points that were read before no longer stand. */
  synchronized int revision() {
    return revision;
  }

  /** Lets the reader see the columns; nothing is added meanwhile. */
  synchronized void read(Reader reader) throws IOException {
    for (Map.Entry<Channel, Column> entry : columns.entrySet()) {
      reader.column(entry.getKey(), entry.getValue());
    }
  }

  /** A copy that stays as it is. */
  synchronized Snapshot snapshot() {
    Map<Channel, Column> copies = new LinkedHashMap<>();
    columns.forEach((channel, column) -> copies.put(channel, column.copy()));
    return new Snapshot(reactor, batch, start, thinned, copies, List.copyOf(notes));
  }

  /** Sees one column after the other. */
  interface Reader {
    void column(Channel channel, Column column) throws IOException;
  }

  /** The record at one moment. */
  record Snapshot(
      String reactor,
      String batch,
      Instant start,
      boolean thinned,
      Map<Channel, Column> columns,
      List<Note> notes) {}
}
