package io.biopilot.connectors;

/**
 * A value to be written, in the tag's canonical unit. The adapter converts to the plant's unit and
 * to the variable's own data type.
 */
public record Setpoint(Tag tag, double value) {}
