package io.biopilot.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class UserErrorTest {

  @Test
  void filesAreNotMerelyNamed() {
    assertThat(UserError.of(new AccessDeniedException("/data")))
        .hasMessage("/data may not be read or written by this user; give another folder or file");
    assertThat(UserError.of(new NoSuchFileException("a.yaml"))).hasMessage("a.yaml does not exist");
    assertThat(UserError.of(new FileAlreadyExistsException("data")))
        .hasMessageStartingWith("data is in the way");
    assertThat(UserError.of(new FileSystemException("x", null, "Read-only file system")))
        .hasMessage("x: Read-only file system");
    assertThat(UserError.of(new IOException("a port is in use"))).hasMessage("a port is in use");
  }
}
