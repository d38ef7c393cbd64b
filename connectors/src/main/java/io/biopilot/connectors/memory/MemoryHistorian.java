package io.biopilot.connectors.memory;

import io.biopilot.connectors.Historian;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A time-series store in memory, with a limit: beyond it the oldest appended point is dropped.
 * Points of the same measurement, tags and microsecond are one point; the newest wins.
 */
public final class MemoryHistorian implements Historian {

  private record Key(String measurement, Map<String, String> tags, Instant time) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Point> points = new LinkedHashMap<>();
  private final int capacity;

  public MemoryHistorian(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity (%s) must be at least 1".formatted(capacity));
    }
    this.capacity = capacity;
  }

  @Override
  public CompletionStage<Void> open() {
    return done();
  }

  @Override
  public void append(List<Point> appended) {
    lock.lock();
    try {
      for (Point point : appended) {
        Instant time = point.time().truncatedTo(ChronoUnit.MICROS);
        Key key = new Key(point.measurement(), point.tags(), time);
        points.put(key, new Point(point.measurement(), point.tags(), point.fields(), time));
        if (points.size() > capacity) {
          points.remove(points.keySet().iterator().next());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<Void> flush() {
    return done();
  }

  @Override
  public CompletionStage<List<Point>> query(Query query) {
    lock.lock();
    try {
      return CompletableFuture.completedFuture(
          points.values().stream()
              .filter(point -> matches(point, query))
              .sorted(Comparator.comparing(Point::time))
              .limit(query.limit())
              .toList());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<Void> close() {
    return done();
  }

  private static boolean matches(Point point, Query query) {
    return point.measurement().equals(query.measurement())
        && point.tags().entrySet().containsAll(query.tags().entrySet())
        && !point.time().isBefore(query.from())
        && point.time().isBefore(query.to());
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
