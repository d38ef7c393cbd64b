package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Appends to a journal. One thread at a time.
 *
 * <p>Every event reaches the operating system before it is worked on, so that a killed process
 * loses nothing; the disk is forced where something is acted upon ({@link Sync#ACTIONS}), so that a
 * power cut loses no action either.
 */
public final class JournalWriter implements AutoCloseable {

  /** When the disk is forced. */
  public enum Sync {
    /** Before anything is written to the plant or answered to a person. */
    ACTIONS,
    /** Only at the end: for simulations, which can be run again. */
    END
  }

  private final FileChannel channel;
  private final Sync sync;

  private JournalWriter(FileChannel channel, Sync sync) {
    this.channel = channel;
    this.sync = sync;
  }

  /** Begins a journal, or goes on with one after cutting what a kill left of its last line. */
  public static JournalWriter open(Path file, Sync sync) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    long sound = Files.exists(file) ? JournalReader.soundLength(file) : 0;
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(sound);
    channel.position(sound);
    return new JournalWriter(channel, sync);
  }

  /** The first record: what a replay needs to know before the first event. */
  public void begin(JournalHeader header) {
    write(Line.encode(header.encode()));
  }

  public void append(Event event) {
    write(Line.encode(EventCodec.encode(event)));
  }

  /** The effects of the event before. */
  public void append(List<Effect> effects) {
    boolean acts = false;
    for (Effect effect : effects) {
      ObjectNode record = EffectCodec.encode(effect);
      if (record != null) {
        write(Line.encode(record));
      }
      acts |=
          effect instanceof Effect.Write
              || effect instanceof Effect.Call
              || effect instanceof Effect.Reply;
    }
    if (acts && sync == Sync.ACTIONS) {
      force();
    }
  }

  private void write(byte[] line) {
    ByteBuffer buffer = ByteBuffer.wrap(line);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written", e);
    }
  }

  private void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be forced to the disk", e);
    }
  }

  @Override
  public void close() {
    force();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
