package io.biopilot.simulators.plant;

/**
 * The plant's own control of dissolved oxygen: stirrer first, then air.
 *
 * <p>A PI law moves u in [0, 1] along the path of rising transfer: first N from 300 to 1200 1/min
 * at 30 L/h, then Q from 30 to 120 L/h. The path is laid in equal parts of ln kLa, so that one
 * tuning holds everywhere, with kLa ∝ N^1.5 Q^0.4. Tuned by Skogestad's rules (2003) for a probe
 * lag of 35 s and a transfer lag of 10 to 100 s.
 */
final class OxygenLoop {

  /** Set-point (% of air saturation). */
  static final double TARGET = 30;

  static final double LOWEST_STIRRER = 300;
  static final double HIGHEST_STIRRER = 1200;
  static final double LOWEST_AIR = 30;
  static final double HIGHEST_AIR = 120;

  /** Length of the stirrer's and of the air's part in ln kLa. */
  private static final double STIRRER_SPAN = 1.5 * Math.log(HIGHEST_STIRRER / LOWEST_STIRRER);

  private static final double AIR_SPAN = 0.4 * Math.log(HIGHEST_AIR / LOWEST_AIR);
  private static final double SPAN = STIRRER_SPAN + AIR_SPAN;

  /** Proportional gain, ln kLa for one percent of DO. */
  private static final double GAIN = 0.017;

  /** Integral time (s). */
  private static final double RESET_SECONDS = 80;

  private double integral;
  private double output;

  /** One step: error e = target − measured (%), over the given seconds. */
  void step(double measured, double seconds) {
    double error = TARGET - measured;
    double moved = integral + GAIN * error * seconds / RESET_SECONDS;
    // Anti-windup: the integral stays inside what the actuators can do.
    integral = Math.min(Math.max(moved, 0), SPAN);
    output = Math.min(Math.max(integral + GAIN * error, 0), SPAN);
  }

  /** Takes over at the given stirrer speed (1/min) and air flow (L/h) without a bump. */
  void takeOver(double stirrer, double air) {
    integral = 1.5 * Math.log(stirrer / LOWEST_STIRRER) + 0.4 * Math.log(air / LOWEST_AIR);
    output = integral;
  }

  double stirrer() {
    double part = Math.min(output, STIRRER_SPAN);
    return LOWEST_STIRRER * Math.exp(part / 1.5);
  }

  double air() {
    double part = Math.max(output - STIRRER_SPAN, 0);
    return LOWEST_AIR * Math.exp(part / 0.4);
  }

  double integral() {
    return integral;
  }

  double output() {
    return output;
  }

  void restore(double integralThen, double outputThen) {
    integral = integralThen;
    output = outputThen;
  }
}
