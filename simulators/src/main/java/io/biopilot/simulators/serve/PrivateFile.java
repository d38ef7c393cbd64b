package io.biopilot.simulators.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** Writes files that only their owner may read. */
final class PrivateFile {
  private PrivateFile() {}

  /** What goes into the file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException, GeneralSecurityException;
  }

  /** Replaces the file. */
  static void write(Path file, Content content) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var ownerOnly = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
    } else {
      Files.createFile(file);
    }
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      content.writeTo(out);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot write " + file, e);
    }
  }
}
