package io.biopilot.connectors.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of records. Its bytes are read whole: a segment is a few megabytes.
 *
 * @param path the file
 * @param first sequence of its first record
 */
record Segment(Path path, long first) {

  /**
   * What a file holds.
   *
   * @param entries sound records in order
   * @param next sequence after the last record, sound or damaged
   * @param soundBytes length of the file up to which records could be told apart
   * @param damaged records whose bytes had changed
   * @param tornBytes bytes after the last whole record
   */
  record Content(List<Entry> entries, long next, long soundBytes, long damaged, long tornBytes) {}

  static Segment of(Path directory, long first) {
    return new Segment(directory.resolve("%016x.seg".formatted(first)), first);
  }

  static Segment at(Path path) {
    String name = path.getFileName().toString();
    return new Segment(path, Long.parseUnsignedLong(name.substring(0, name.indexOf('.')), 16));
  }

  /** Makes the file with its header; the caller owns the channel, which stands at its end. */
  FileChannel create() throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    ByteBuffer header = RecordFormat.header(first);
    while (header.hasRemaining()) {
      channel.write(header);
    }
    return channel;
  }

  /**
   * Reads everything. A record that fails its check is damaged if a sound one follows somewhere,
   * else it and what comes after it is the torn tail.
   */
  Content read() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    List<Entry> entries = new ArrayList<>();
    if (!RecordFormat.isHeader(bytes, first)) {
      return new Content(entries, first, 0, 0, bytes.limit());
    }
    Place place = new Place(RecordFormat.HEADER, first);
    long damaged = 0;
    while (place.position() < bytes.limit()) {
      if (soundAt(bytes, place)) {
        int length = RecordFormat.lengthAt(bytes, place.position());
        byte[] payload = RecordFormat.payload(bytes, place.position(), length);
        entries.add(new Entry(place.sequence(), payload));
        place = new Place(place.position() + RecordFormat.FRAME + length, place.sequence() + 1);
      } else {
        Place sound = soundAfter(bytes, place);
        if (sound.equals(place)) {
          break;
        }
        damaged += sound.sequence() - place.sequence();
        place = sound;
      }
    }
    int torn = bytes.limit() - place.position();
    return new Content(entries, place.sequence(), place.position(), damaged, torn);
  }

  /** Where a record begins, and its number. */
  private record Place(int position, long sequence) {}

  private static boolean soundAt(ByteBuffer bytes, Place place) {
    int length = RecordFormat.lengthAt(bytes, place.position());
    return length >= 0 && RecordFormat.isSound(bytes, place.position(), length, place.sequence());
  }

  /**
   * The next sound record, looked for at every byte because the damaged thing may be a length; the
   * same place if there is none. At most 16 records are taken to be damaged in a row.
   */
  private static Place soundAfter(ByteBuffer bytes, Place from) {
    for (int p = from.position() + RecordFormat.FRAME; p < bytes.limit(); p++) {
      for (int skipped = 1; skipped <= 16 && RecordFormat.lengthAt(bytes, p) >= 0; skipped++) {
        Place place = new Place(p, from.sequence() + skipped);
        if (soundAt(bytes, place)) {
          return place;
        }
      }
    }
    return from;
  }
}
