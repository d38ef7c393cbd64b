package io.biopilot.connectors;

/**
 * How far a sample may be trusted, as its source said (OPC UA status severity; NAMUR NE 107 where
 * given).
 */
public enum Quality {
  GOOD,
  UNCERTAIN,
  BAD;

  public boolean usable() {
    return this != BAD;
  }
}
