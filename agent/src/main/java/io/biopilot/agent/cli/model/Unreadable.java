package io.biopilot.agent.cli.model;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read or written, in the user's words. */
final class Unreadable {
  private Unreadable() {}

  static String reason(IOException error) {
    if (error instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (error instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (error instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    String reason = error instanceof FileSystemException f ? f.getReason() : error.getMessage();
    return reason == null ? error.getClass().getSimpleName() : reason;
  }
}
