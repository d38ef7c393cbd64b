package io.biopilot.twin.ode;

/**
 * A method made of two: an explicit one where the problem is not stiff, an implicit one where it
 * is.
 *
 * <p>The explicit method estimates |hλ| of the dominant eigenvalue in each step ({@link
 * Stepper#stiffness}); if it stays at the border of the region of stability for {@code patience}
 * steps, stability and not accuracy decides the step and the other method takes over. It goes back
 * when |h| ‖J‖ would be well inside that region for as many steps (Hairer and Wanner 1996, §IV.2,
 * "Automatic stiffness detection").
 *
 * @param explicit with an estimate of |hλ|, e.g. Tsit5
 * @param implicit e.g. Rodas5P
 * @param border |hλ| at which the explicit method becomes unstable on the negative axis
 * @param patience steps before a switch
 */
public record AutoSwitch(Method explicit, Method implicit, double border, int patience)
    implements Method {

  public AutoSwitch {
    if (!(border > 0.0) || patience < 1) {
      throw new IllegalArgumentException(
          "border must be positive and patience at least 1, got %s and %d"
              .formatted(border, patience));
    }
  }

  /** For pairs of order 5: border 3.0, patience 10. */
  public static AutoSwitch of(Method explicit, Method implicit) {
    return new AutoSwitch(explicit, implicit, 3.0, 10);
  }

  @Override
  public String name() {
    return explicit.name() + "/" + implicit.name();
  }

  @Override
  public int order() {
    return Math.min(explicit.order(), implicit.order());
  }

  @Override
  public int denseOrder() {
    return Math.min(explicit.denseOrder(), implicit.denseOrder());
  }

  @Override
  public Stepper stepper(int dimension) {
    return new SwitchingStepper(this, dimension);
  }
}
