package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.biopilot.agent.loop.Event;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a journal in order: header, then each event with the effects that followed from it. */
public final class JournalReader implements AutoCloseable {

  private static final int LONGEST_LINE = 1 << 24;

  private final Path file;
  private final InputStream in;
  private final JournalHeader header;
  private @Nullable JsonNode ahead;
  private long line;

  /**
   * An event and what followed from it, as journaled.
   *
   * @param line of the event in the file, counting from 1
   */
  public record Entry(long line, Event event, JsonNode record, List<JsonNode> effects) {
    public Entry {
      effects = List.copyOf(effects);
    }
  }

  private JournalReader(Path file) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    JsonNode first = next();
    if (first == null) {
      throw new IOException(file + " holds no journal: its first line is missing or damaged");
    }
    this.header = JournalHeader.decode(first);
    this.ahead = next();
  }

  public static JournalReader open(Path file) throws IOException {
    return new JournalReader(file);
  }

  public JournalHeader header() {
    return header;
  }

  /** The next event with its effects; null at the end, which a damaged last line is too. */
  public @Nullable Entry read() throws IOException {
    JsonNode record = ahead;
    if (record == null) {
      return null;
    }
    if (!record.has("e")) {
      throw new IOException("%s:%d: an event was expected".formatted(file, line));
    }
    long at = line;
    List<JsonNode> effects = new ArrayList<>();
    ahead = next();
    while (ahead != null && ahead.has("f")) {
      effects.add(ahead);
      ahead = next();
    }
    return new Entry(at, EventCodec.decode(record), record, effects);
  }

  private @Nullable JsonNode next() throws IOException {
    String text = readLine(in);
    line++;
    JsonNode record = text == null ? null : Line.decode(text);
    if (text != null && record == null && readLine(in) != null) {
      throw new IOException(
          "%s:%d: the record is damaged and others follow it".formatted(file, line));
    }
    return record;
  }

  /** Without its end; null if there is no complete line. */
  private static @Nullable String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int read;
    while ((read = in.read()) >= 0) {
      if (read == '\n') {
        return bytes.toString(StandardCharsets.UTF_8);
      }
      bytes.write(read);
      if (bytes.size() > LONGEST_LINE) {
        throw new IOException("a line is longer than %d bytes".formatted(LONGEST_LINE));
      }
    }
    return null;
  }

  /**
   * Bytes up to the end of the last sound line. Only the last line may be torn: a damaged one that
   * others follow is no trace of a kill, and an error.
   */
  static long soundLength(Path file) throws IOException {
    long sound = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      String text = readLine(in);
      while (text != null && Line.decode(text) != null) {
        sound += text.getBytes(StandardCharsets.UTF_8).length + 1;
        text = readLine(in);
      }
      if (text != null && readLine(in) != null) {
        throw new IOException(
            "%s is damaged after byte %d: keep it, and begin in another journal folder"
                .formatted(file, sound));
      }
    }
    return sound;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
