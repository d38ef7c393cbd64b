package io.biopilot.mpc.control;

/**
 * What a controller carries from one decision to the next (warm start, last plan); opaque,
 * immutable.
 */
public interface Memory {}
