package io.biopilot.bench.numeric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Says where figures were taken. */
public final class Machine {
  private Machine() {}

  /** Processor, cores, operating system and Java in one line. */
  public static String describe() {
    return "%s, %d cores, %s %s, Java %s (%s)"
        .formatted(
            cpuInfo("model name").orElse(System.getProperty("os.arch")),
            Runtime.getRuntime().availableProcessors(),
            widestVectors(),
            System.getProperty("os.name"),
            Runtime.version(),
            System.getProperty("java.vm.name"));
  }

  /** Whether the processor has 512-bit vectors. */
  static boolean hasAvx512() {
    return flags().contains(" avx512f ");
  }

  private static String flags() {
    return " " + cpuInfo("flags").orElse("") + " ";
  }

  private static String widestVectors() {
    return hasAvx512() ? "AVX-512," : flags().contains(" avx2 ") ? "AVX2," : "";
  }

  private static Optional<String> cpuInfo(String key) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst();
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }
}
