package io.biopilot.twin.model;

/**
 * Where something was declared.
 *
 * @param source file name, or what stands for it
 * @param line from 1; 0 where there are no lines
 * @param column from 1
 */
public record Place(String source, int line, int column) {

  /** Of a declaration made in Java. */
  public static Place inJava(String source) {
    return new Place(source, 0, 0);
  }

  Place right(int characters) {
    return line == 0 ? this : new Place(source, line, column + characters);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
