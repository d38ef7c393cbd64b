package io.biopilot.bench.loop;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Says whether two runs were of the same program: a hash over the names and checksums of our
 * classes and resources on the class path. How results are presented is left out of it.
 */
final class CodeHash {

  private static final int DIGITS = 12;

  private CodeHash() {}

  static String ofClassPath() throws IOException {
    return of(System.getProperty("java.class.path"));
  }

  static String of(String classPath) throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(part);
      if (Files.isDirectory(path)) {
        folder(path, sums);
      } else if (part.endsWith(".jar") && path.getFileName().toString().startsWith("biopilot")) {
        jar(path, sums);
      }
    }
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) -> text.append(name).append(' ').append(sum).append('\n'));
    return digest(text.toString());
  }

  private static boolean counts(String name) {
    return name.startsWith("io/biopilot/")
        && (!name.startsWith("io/biopilot/bench/")
            || name.startsWith("io/biopilot/bench/contender/"));
  }

  private static void jar(Path path, Map<String, Long> sums) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory() && counts(entry.getName())) {
          sums.put(entry.getName(), entry.getCrc());
        }
      }
    }
  }

  private static void folder(Path path, Map<String, Long> sums) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = path.relativize(file).toString().replace(File.separatorChar, '/');
        if (counts(name)) {
          sums.put(name, sum(file));
        }
      }
    }
  }

  private static long sum(Path file) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = Files.newInputStream(file)) {
      sum.update(in.readAllBytes());
    }
    return sum.getValue();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new AssertionError(everyJavaHasIt);
    }
  }
}
