package io.biopilot.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a journal, held by one process at a time: two agents on one journal would
 * spoil it, and would both write to the plant. The operating system ends it with the process,
 * however that ends.
 */
public final class JournalLock implements AutoCloseable {

  private static final int LONGEST_HOLDER = 64;

  private final FileChannel channel;

  private JournalLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, a file beside the journal that names the process.
   *
   * @param journal need not exist
   * @throws IOException with a message for the user if another process holds it
   */
  public static JournalLock take(Path journal) throws IOException {
    Path file = journal.toAbsolutePath().resolveSibling(journal.getFileName() + ".lock");
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (locked(channel) == null) {
      String holder = read(channel);
      channel.close();
      throw new IOException(
          "the journal %s is in use by process %s: end that one, or give this one a journal.directory of its own"
              .formatted(journal, holder));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    return new JournalLock(channel);
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HOLDER);
    int read = channel.read(bytes, 0);
    return read <= 0
        ? "(unknown)"
        : new String(bytes.array(), 0, read, StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
