package io.biopilot.connectors.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;

/**
 * The newest acknowledged sequence, in a file of its own that is replaced whole. If it is lost or
 * damaged, sending begins again with the oldest record on disk.
 */
final class Acknowledged {
  private final Path file;
  private long sequence;

  private Acknowledged(Path file, long sequence) {
    this.file = file;
    this.sequence = sequence;
  }

  static Acknowledged in(Path directory) throws IOException {
    Path file = directory.resolve("acknowledged");
    long sequence = 0;
    if (Files.exists(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      if (bytes.remaining() == 16 && bytes.getLong(8) == check(bytes.getLong(0))) {
        sequence = bytes.getLong(0);
      }
    }
    return new Acknowledged(file, sequence);
  }

  long sequence() {
    return sequence;
  }

  void advance(long newest) throws IOException {
    Path fresh = file.resolveSibling("acknowledged.new");
    Files.write(fresh, ByteBuffer.allocate(16).putLong(newest).putLong(check(newest)).array());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sequence = newest;
  }

  private static long check(long sequence) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putLong(sequence).flip());
    return crc.getValue();
  }
}
