package io.biopilot.agent.config;

/**
 * One thing wrong with a configuration.
 *
 * @param file as the user gave it
 * @param line counts from 1; 0 if it is missing from the whole file
 * @param path where in the file, e.g. {@code tags.DO.unit}
 * @param found the value, or that there is none
 * @param expected what would be right, and what to do
 */
public record ConfigProblem(String file, int line, String path, String found, String expected) {

  @Override
  public String toString() {
    return "%s:%d: %s: found %s; expected %s"
        .formatted(file, line, path.isEmpty() ? "the file" : path, found, expected);
  }
}
