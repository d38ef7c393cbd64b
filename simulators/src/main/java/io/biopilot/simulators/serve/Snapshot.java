package io.biopilot.simulators.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.simulators.device.Instruments;
import io.biopilot.simulators.plant.PlantImage;
import io.biopilot.simulators.scenario.Rig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where a served plant was: enough to go on from there in another process.
 *
 * @param version of this form
 * @param firstSeed the configured seed; a start with another one is refused
 * @param time when it was taken
 * @param rig position of clock and batch
 * @param plant the reactor
 * @param instruments what was drawn and is not yet known
 * @param panel the PLC
 */
record Snapshot(
    int version,
    long firstSeed,
    Time time,
    Rig.Position rig,
    PlantImage plant,
    Instruments.Image instruments,
    Panel.Image panel) {

  static final int VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Three clocks in milliseconds.
   *
   * @param wall since 1970
   * @param plant since the plant was switched on
   * @param epoch wall time that the plant's zero stands for in source times
   */
  record Time(long wall, long plant, long epoch) {}

  static Path in(Path dataDir) {
    return dataDir.resolve("snapshot.json");
  }

  /** Replaces the file whole or not at all, even if the machine stops in between. */
  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(this));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty where there is none; an unreadable one is an error that says what to do. */
  static Optional<Snapshot> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Snapshot snapshot = JSON.readValue(file.toFile(), Snapshot.class);
      if (snapshot.version() != VERSION) {
        throw new IOException("it has version %d, not %d".formatted(snapshot.version(), VERSION));
      }
      return Optional.of(snapshot);
    } catch (IOException e) {
      throw new IOException(
          "the snapshot %s cannot be taken up: %s. Delete it to begin anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
