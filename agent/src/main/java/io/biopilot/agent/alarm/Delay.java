package io.biopilot.agent.alarm;

import java.time.Duration;

/**
 * How long a condition must last before its alarm follows it (ISA-18.2's on-delay and off-delay),
 * in the time of the events, which is the plant's. Together with a dead band it keeps an alarm from
 * chattering around its limit.
 *
 * @param on before the alarm becomes active
 * @param off before it has returned to normal
 */
public record Delay(Duration on, Duration off) {

  public static final Delay NONE = new Delay(Duration.ZERO, Duration.ZERO);

  public Delay {
    if (on.isNegative() || off.isNegative()) {
      throw new IllegalArgumentException(
          "the delays (on %s, off %s) must not be negative".formatted(on, off));
    }
  }
}
