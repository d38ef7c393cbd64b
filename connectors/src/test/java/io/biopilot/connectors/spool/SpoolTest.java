package io.biopilot.connectors.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path directory;

  @Test
  void recordsComeBackInOrderAfterReopening() throws Exception {
    try (Spool spool = open()) {
      assertThat(spool.append(bytes("a", "b"))).isEqualTo(2);
      assertThat(spool.append(bytes("", "µ"))).isEqualTo(4);
    }
    try (Spool spool = open()) {
      assertThat(texts(spool.peek(10, 1 << 20).entries())).containsExactly("a", "b", "", "µ");
      assertThat(spool.recovery()).isEqualTo(new Spool.Recovery(0, 0));
      assertThat(spool.append(bytes("e"))).isEqualTo(5);
    }
  }

  @Test
  void acknowledgedRecordsDoNotComeBack() throws Exception {
    try (Spool spool = open()) {
      spool.append(numbered(100));
      Spool.Batch first = spool.peek(40, 1 << 20);
      spool.acknowledge(first.upTo());
      assertThat(spool.pending()).isEqualTo(60);
    }
    try (Spool spool = open()) {
      Spool.Batch rest = spool.peek(100, 1 << 20);
      assertThat(rest.entries()).hasSize(60);
      assertThat(rest.entries().get(0).sequence()).isEqualTo(41);
      spool.acknowledge(rest.upTo());
      assertThat(spool.pending()).isZero();
      assertThat(spool.bytes()).isZero();
    }
    try (Spool spool = open()) {
      assertThat(spool.append(bytes("next"))).isEqualTo(101);
    }
  }

  @Test
  void oldestAreDroppedAboveTheLimitAndCounted() throws Exception {
    try (Spool spool = open()) {
      for (int i = 0; i < 200; i++) {
        spool.append(numbered(10));
      }
      assertThat(spool.bytes()).isLessThanOrEqualTo(8_192);
      Spool.Batch batch = spool.peek(10_000, 1 << 20);
      assertThat(batch.lost()).isPositive();
      assertThat(batch.lost() + batch.entries().size()).isEqualTo(2_000);
      assertThat(batch.entries().get(0).sequence()).isEqualTo(batch.lost() + 1);
    }
  }

  @Test
  void batchIsLimitedInBytesButNeverEmpty() throws Exception {
    try (Spool spool = open()) {
      spool.append(List.of(new byte[700], new byte[700], new byte[700]));
      assertThat(spool.peek(10, 1_500).entries()).hasSize(2);
      assertThat(spool.peek(10, 1).entries()).hasSize(1);
    }
  }

  @Test
  void tailTornAtAnyByteLosesNothingBeforeIt() throws Exception {
    Path original = directory.resolve("original");
    try (Spool spool = Spool.open(settings(original))) {
      spool.append(bytes("first", "second"));
      spool.append(bytes("third record"));
    }
    Path file = segments(original).get(0);
    byte[] whole = Files.readAllBytes(file);
    int endOfSecond = RecordFormat.HEADER + 2 * RecordFormat.FRAME + 11;
    for (int length = endOfSecond; length < whole.length; length++) {
      Path copy = directory.resolve("torn" + length);
      Files.createDirectories(copy);
      Files.write(copy.resolve(file.getFileName()), Arrays.copyOf(whole, length));
      try (Spool spool = Spool.open(settings(copy))) {
        assertThat(texts(spool.peek(10, 1 << 20).entries())).containsExactly("first", "second");
        assertThat(spool.recovery().tornBytes()).isEqualTo(length - endOfSecond);
        assertThat(spool.append(bytes("again"))).isEqualTo(3);
      }
      try (Spool spool = Spool.open(settings(copy))) {
        assertThat(texts(spool.peek(10, 1 << 20).entries()))
            .containsExactly("first", "second", "again");
      }
    }
  }

  @Seeds(count = 60)
  void flippedBitIsNeverTakenForDataAndCostsOneRecord(long seed) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    try (Spool spool = open()) {
      spool.append(numbered(20));
    }
    Path file = segments(directory).get(0);
    byte[] bytes = Files.readAllBytes(file);
    int position = random.nextInt(RecordFormat.HEADER, bytes.length);
    bytes[position] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes);
    try (Spool spool = open()) {
      Spool.Batch batch = spool.peek(100, 1 << 20);
      assertThat(batch.entries().size()).isBetween(19, 20);
      assertThat(batch.entries())
          .allMatch(entry -> entry.text().equals("record " + (entry.sequence() - 1)));
      boolean last = batch.upTo() < 20;
      assertThat(last ? spool.recovery().tornBytes() : spool.recovery().damagedRecords())
          .isPositive();
    }
  }

  @Test
  void damagedHeaderSetsTheFileAside() throws Exception {
    try (Spool spool = open()) {
      spool.append(numbered(200)); // longer than one file
    }
    Path file = segments(directory).get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] = 0;
    Files.write(file, bytes);
    try (Spool spool = open()) {
      assertThat(spool.recovery().tornBytes()).isPositive();
      assertThat(file.resolveSibling(file.getFileName() + ".damaged")).exists();
      assertThat(spool.peek(1_000, 1 << 20).entries()).isEmpty();
    }
  }

  @Test
  void secondOpenerIsRefused() throws Exception {
    try (Spool first = open()) {
      assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use");
      assertThat(first.append(bytes("still works"))).isEqualTo(1);
    }
  }

  @Test
  void scanShowsEverythingFromASequenceOn() throws Exception {
    try (Spool spool = Spool.open(Spool.Settings.journal(directory))) {
      spool.append(numbered(50));
      List<Long> seen = new ArrayList<>();
      spool.scan(31, entry -> seen.add(entry.sequence()));
      assertThat(seen)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(31, 50).mapToObj(i -> (long) i).toList());
    }
  }

  @Test
  void acknowledgingWhatWasNeverWrittenIsABug() throws Exception {
    try (Spool spool = open()) {
      assertThatThrownBy(() -> spool.acknowledge(1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Spool open() throws IOException {
    return Spool.open(settings(directory));
  }

  private static Spool.Settings settings(Path directory) {
    return new Spool.Settings(directory, 2_048, 8_192, Spool.Sync.ON_REQUEST);
  }

  private static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static List<byte[]> numbered(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ("record " + i).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static List<String> texts(List<Entry> entries) {
    return entries.stream().map(Entry::text).toList();
  }

  private static List<Path> segments(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
    }
  }
}
