package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * A loss and its derivatives, as a value.
 *
 * @param loss the sum of all terms
 * @param parameters dL/dp
 * @param initial dL/dx(start)
 * @param levels dL/du for each entry of the stimulus's levels
 * @param switchTimes dL/dt for each of the stimulus's times; 0 where a switch lies outside the span
 *     (the first level's time is none)
 * @param pulseTimes dL/dt for each pulse
 * @param pulseAmounts dL/d(amount) for each pulse
 */
public record Gradient(
    double loss,
    Vec parameters,
    Vec initial,
    List<Vec> levels,
    Vec switchTimes,
    Vec pulseTimes,
    Vec pulseAmounts) {
  public Gradient {
    levels = List.copyOf(levels);
  }
}
