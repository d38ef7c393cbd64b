package io.biopilot.connectors.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A queue of records in a directory; see the package for its promises. Thread-safe. */
public final class Spool implements Closeable {

  /** When bytes are forced to the disk. */
  public enum Sync {
    /** Before each append returns: survives a loss of power. */
    EVERY_APPEND,
    /** On {@link Spool#sync}, on each new segment and on close: survives the end of the process. */
    ON_REQUEST
  }

  /**
   * Limits of a spool.
   *
   * @param directory is made if absent; one process at a time
   * @param segmentBytes a new file begins after this many bytes
   * @param maxBytes the oldest file is dropped above this
   * @param sync when bytes are forced to the disk
   */
  public record Settings(Path directory, long segmentBytes, long maxBytes, Sync sync) {
    public Settings {
      if (segmentBytes < 1024 || maxBytes < 2 * segmentBytes) {
        throw new IllegalArgumentException(
            "segmentBytes (%s) must be at least 1024 and maxBytes (%s) at least twice that"
                .formatted(segmentBytes, maxBytes));
      }
    }

    /** For messages to a store that may be away: files of 8 MB, smaller where little is kept. */
    public static Settings outbox(Path directory, long maxBytes) {
      return new Settings(directory, Math.min(8L << 20, maxBytes / 4), maxBytes, Sync.ON_REQUEST);
    }

    /** For a journal: every append forced, nothing ever dropped. */
    public static Settings journal(Path directory) {
      return new Settings(directory, 8L << 20, Long.MAX_VALUE, Sync.EVERY_APPEND);
    }
  }

  /**
   * The oldest records that are not acknowledged.
   *
   * @param lost records up to the last of these that are gone: dropped for space or damaged; count
   *     them where losses are reported
   * @param upTo the sequence to acknowledge when all of these have arrived
   */
  public record Batch(long lost, long upTo, List<Entry> entries) {
    public Batch {
      entries = List.copyOf(entries);
    }
  }

  /** What opening found: records lost to damage, and bytes of a record that was never finished. */
  public record Recovery(long damagedRecords, long tornBytes) {}

  private final Settings settings;
  private final FileChannel lockFile;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final TreeMap<Long, Long> sizes = new TreeMap<>();
  private final Acknowledged acknowledged;
  private final Recovery recovery;
  private @Nullable FileChannel tail;
  private long tailBytes;
  private long next = 1;
  private @Nullable Segment cachedSegment;
  private List<Entry> cached = List.of();

  private Spool(Settings settings, FileChannel lockFile) throws IOException {
    this.settings = settings;
    this.lockFile = lockFile;
    acknowledged = Acknowledged.in(settings.directory());
    recovery = recover();
  }

  /** Opens a directory, mends its tail and goes on after its last record. */
  public static Spool open(Settings settings) throws IOException {
    Files.createDirectories(settings.directory());
    Path file = settings.directory().resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Spool(settings, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Said below: another spool of this process has it.
    }
    channel.close();
    throw new IOException(settings.directory() + " is in use by another process or spool");
  }

  private Recovery recover() throws IOException {
    long damaged = 0;
    long torn = 0;
    for (Segment segment : segmentFiles()) {
      Segment.Content content = segment.read();
      damaged += content.damaged();
      torn += content.tornBytes();
      if (content.entries().isEmpty()) {
        setAside(segment, content);
        continue;
      }
      if (content.tornBytes() > 0) {
        truncate(segment.path(), content.soundBytes());
      }
      segments.put(segment.first(), segment);
      sizes.put(segment.first(), content.soundBytes());
      next = content.next();
    }
    next = Math.max(next, acknowledged.sequence() + 1);
    return new Recovery(damaged, torn);
  }

  /** An empty file goes; one whose header is damaged is kept under another name. */
  private static void setAside(Segment segment, Segment.Content content) throws IOException {
    if (content.tornBytes() == 0) {
      Files.delete(segment.path());
    } else {
      Path kept = segment.path().resolveSibling(segment.path().getFileName() + ".damaged");
      Files.move(segment.path(), kept, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private List<Segment> segmentFiles() throws IOException {
    try (Stream<Path> files = Files.list(settings.directory())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".seg"))
          .sorted()
          .map(Segment::at)
          .toList();
    }
  }

  private static void truncate(Path path, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(size);
      channel.force(true);
    }
  }

  public Recovery recovery() {
    return recovery;
  }

  /**
   * Appends records as one unit of work and returns the sequence of the last. After an error (a
   * full disk) nothing of them is kept, and the spool can be used on.
   */
  public synchronized long append(List<byte[]> payloads) throws IOException {
    int bytes = 0;
    for (byte[] payload : payloads) {
      if (payload.length > RecordFormat.LONGEST) {
        throw new IOException(
            "a record of %s bytes is longer than %s"
                .formatted(payload.length, RecordFormat.LONGEST));
      }
      bytes = Math.addExact(bytes, RecordFormat.FRAME + payload.length);
    }
    FileChannel channel = tailFor(bytes);
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    long sequence = next;
    for (byte[] payload : payloads) {
      RecordFormat.put(buffer, sequence++, payload);
    }
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      if (settings.sync() == Sync.EVERY_APPEND) {
        channel.force(false);
      }
    } catch (IOException e) {
      abandonTail(channel);
      throw e;
    }
    next = sequence;
    tailBytes += bytes;
    sizes.put(segments.lastKey(), tailBytes);
    if (segments.lastEntry().getValue().equals(cachedSegment)) {
      cachedSegment = null;
    }
    dropOldest();
    return next - 1;
  }

  private FileChannel tailFor(int bytes) throws IOException {
    FileChannel channel = tail;
    if (channel != null && tailBytes + bytes <= settings.segmentBytes()) {
      return channel;
    }
    closeTail();
    Segment segment = Segment.of(settings.directory(), next);
    channel = segment.create();
    forceDirectory();
    segments.put(next, segment);
    sizes.put(next, (long) RecordFormat.HEADER);
    tail = channel;
    tailBytes = RecordFormat.HEADER;
    return channel;
  }

  /** Takes back a half-written append; the next one begins a new file. */
  private void abandonTail(FileChannel channel) throws IOException {
    try (channel) {
      channel.truncate(tailBytes);
    } finally {
      tail = null;
      if (tailBytes == RecordFormat.HEADER) {
        segments.remove(next);
        sizes.remove(next);
      }
    }
  }

  private void closeTail() throws IOException {
    FileChannel channel = tail;
    tail = null;
    if (channel != null) {
      channel.force(true);
      channel.close();
    }
  }

  private void dropOldest() throws IOException {
    while (bytes() > settings.maxBytes() && segments.size() > 1) {
      Segment oldest = segments.firstEntry().getValue();
      segments.remove(oldest.first());
      sizes.remove(oldest.first());
      Files.deleteIfExists(oldest.path());
    }
  }

  private void forceDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(settings.directory(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Forces everything appended so far to the disk. */
  public synchronized void sync() throws IOException {
    FileChannel channel = tail;
    if (channel != null) {
      channel.force(false);
    }
  }

  /** Up to this many of the oldest unacknowledged records, and bytes (at least one record). */
  public synchronized Batch peek(int maxRecords, long maxBytes) throws IOException {
    long from = acknowledged.sequence() + 1;
    List<Entry> found = new ArrayList<>();
    long size = 0;
    Long key = segments.floorKey(from);
    for (Segment segment : segments.tailMap(key == null ? 0L : key).values()) {
      for (Entry entry : entries(segment)) {
        if (entry.sequence() < from) {
          continue;
        }
        size += entry.size();
        if (found.size() == maxRecords || (size > maxBytes && !found.isEmpty())) {
          return batch(from, found);
        }
        found.add(entry);
      }
      if (found.size() == maxRecords) {
        break;
      }
    }
    return batch(from, found);
  }

  private Batch batch(long from, List<Entry> found) {
    long upTo = found.isEmpty() ? next - 1 : found.get(found.size() - 1).sequence();
    return new Batch(upTo - from + 1 - found.size(), upTo, found);
  }

  private List<Entry> entries(Segment segment) throws IOException {
    if (!segment.equals(cachedSegment)) {
      cached = segment.read().entries();
      cachedSegment = segment;
    }
    return cached;
  }

  /** Everything up to and with this sequence has arrived; files that hold nothing else go. */
  public synchronized void acknowledge(long sequence) throws IOException {
    if (sequence >= next) {
      throw new IllegalArgumentException(
          "sequence %s was never given out; the last is %s".formatted(sequence, next - 1));
    }
    if (sequence <= acknowledged.sequence()) {
      return;
    }
    acknowledged.advance(sequence);
    if (sequence == next - 1) {
      closeTail();
    }
    while (!segments.isEmpty() && lastOf(segments.firstKey()) <= sequence) {
      Segment done = segments.firstEntry().getValue();
      segments.remove(done.first());
      sizes.remove(done.first());
      Files.deleteIfExists(done.path());
    }
  }

  private long lastOf(long first) {
    Long after = segments.higherKey(first);
    return (after == null ? next : after) - 1;
  }

  /** Shows every sound record from this sequence on, in order. */
  public synchronized void scan(long from, Consumer<Entry> visitor) throws IOException {
    for (Segment segment : segments.values()) {
      if (lastOf(segment.first()) >= from) {
        segment.read().entries().stream()
            .filter(entry -> entry.sequence() >= from)
            .forEach(visitor);
      }
    }
  }

  /** Sequences given out and not acknowledged, lost ones included. */
  public synchronized long pending() {
    return next - 1 - acknowledged.sequence();
  }

  /** Sequence of the newest record; 0 when there was none. */
  public synchronized long lastSequence() {
    return next - 1;
  }

  /** Bytes on disk. */
  public synchronized long bytes() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public synchronized void close() throws IOException {
    closeTail();
    lockFile.close();
  }
}
