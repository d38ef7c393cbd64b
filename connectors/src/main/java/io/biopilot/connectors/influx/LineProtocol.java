package io.biopilot.connectors.influx;

import io.biopilot.connectors.Historian.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The line protocol of InfluxDB: {@code measurement,tag=value field=1.5,text="a"
 * 1767237600000000000} (InfluxDB OSS v2 reference, "Line protocol"). Tags and fields are sorted, so
 * that the same point is the same line.
 */
public final class LineProtocol {

  /** What a line belongs to: its measurement and the names of its tags, in order. */
  public record Series(String measurement, List<String> tags) {
    public Series {
      tags = List.copyOf(tags);
    }
  }

  private LineProtocol() {}

  public static String line(Point point) {
    StringBuilder line = new StringBuilder(escape(point.measurement(), ", "));
    new TreeMap<>(point.tags())
        .forEach(
            (name, value) ->
                line.append(',')
                    .append(escape(name, ",= "))
                    .append('=')
                    .append(escape(value, ",= ")));
    char separator = ' ';
    for (Map.Entry<String, Object> field : new TreeMap<>(point.fields()).entrySet()) {
      line.append(separator)
          .append(escape(field.getKey(), ",= "))
          .append('=')
          .append(value(field.getValue()));
      separator = ',';
    }
    return line.append(' ').append(nanos(point.time())).toString();
  }

  private static String value(Object value) {
    if (value instanceof Long number) {
      return number + "i";
    }
    if (value instanceof String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    return value.toString();
  }

  /** Nanoseconds since 1970, of a whole number of microseconds. */
  static long nanos(Instant time) {
    long micros = Math.floorDiv(time.getNano(), 1_000);
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), micros * 1_000);
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  private static String escape(String text, String special) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (special.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /** Reads the series of a line that {@link #line} wrote. */
  public static Series series(String line) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean inValue = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length() && ",= ".indexOf(line.charAt(i + 1)) >= 0) {
        i++;
        if (!inValue) {
          part.append(line.charAt(i));
        }
      } else if (c == ',' || c == ' ') {
        parts.add(part.toString());
        part.setLength(0);
        inValue = false;
        if (c == ' ') {
          break;
        }
      } else if (c == '=' && !parts.isEmpty()) {
        inValue = true;
      } else if (!inValue) {
        part.append(c);
      }
    }
    return new Series(parts.get(0), parts.subList(1, parts.size()));
  }
}
