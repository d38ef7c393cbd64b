package io.biopilot.connectors;

/** How a value came about, which decides how late it may be and how it is weighted. */
public enum SampleKind {
  /** A probe in the reactor, seconds old. */
  ONLINE,
  /** An analyser beside the reactor, minutes late. */
  AT_LINE,
  /** A laboratory, hours late, or an operator's entry. */
  OFFLINE
}
