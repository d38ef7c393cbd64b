package io.biopilot.twin.ode;

/** Hands everything to the one of two steppers that is in charge. */
final class SwitchingStepper implements Stepper {

  private final AutoSwitch rule;
  private final Stepper explicit;
  private final Stepper implicit;
  private final double[] state;
  private Stepper active;
  private int votes;
  private boolean stiff;
  private boolean change;

  SwitchingStepper(AutoSwitch rule, int dimension) {
    this.rule = rule;
    explicit = rule.explicit().stepper(dimension);
    implicit = rule.implicit().stepper(dimension);
    state = new double[dimension];
    active = explicit;
  }

  @Override
  public void start(VectorField field, double relative, double[] absolute, Counts counts) {
    explicit.start(field, relative, absolute, counts);
    implicit.start(field, relative, absolute, counts);
    active = explicit;
    stiff = false;
    votes = 0;
  }

  @Override
  public void begin(double t, double[] y) {
    active.begin(t, y);
    votes = 0;
  }

  @Override
  public double attempt(double h, double end) {
    return active.attempt(h, end);
  }

  @Override
  public double proposal(double h, double controlled, double error, boolean accepted) {
    double next = active.proposal(h, controlled, error, accepted);
    if (!accepted) {
      return next;
    }
    change = vote();
    // on the way back the explicit method must start inside its region of stability
    return change && stiff ? Math.copySign(Math.min(Math.abs(next), Math.abs(h)), h) : next;
  }

  private boolean vote() {
    double estimate = active.stiffness();
    boolean against = stiff ? estimate < 0.5 * rule.border() : estimate > 0.9 * rule.border();
    votes = against ? votes + 1 : Math.max(0, votes - 2);
    return votes >= rule.patience();
  }

  @Override
  public void advance() {
    active.advance();
    if (change) {
      double[] now = active.before();
      System.arraycopy(now, 0, state, 0, state.length);
      double t = active.start();
      stiff = !stiff;
      active = stiff ? implicit : explicit;
      active.begin(t, state);
      votes = 0;
      change = false;
    }
  }

  @Override
  public void drop() {
    active.drop();
  }

  @Override
  public int errorOrder() {
    return active.errorOrder();
  }

  @Override
  public double stiffness() {
    return active.stiffness();
  }

  @Override
  public double start() {
    return active.start();
  }

  @Override
  public double end() {
    return active.end();
  }

  @Override
  public double size() {
    return active.size();
  }

  @Override
  public double[] before() {
    return active.before();
  }

  @Override
  public double[] after() {
    return active.after();
  }

  @Override
  public Method method() {
    return active.method();
  }

  @Override
  public int stages() {
    return active.stages();
  }

  @Override
  public double[] stage(int i) {
    return active.stage(i);
  }

  @Override
  public int denseDegree() {
    return active.denseDegree();
  }

  @Override
  public void denseInto(double[][] c) {
    active.denseInto(c);
  }

  @Override
  public boolean hasSystem() {
    return active.hasSystem();
  }

  @Override
  public double shift() {
    return active.shift();
  }

  @Override
  public boolean freshJacobian() {
    return active.freshJacobian();
  }

  @Override
  public void solve(double[] b) {
    active.solve(b);
  }

  @Override
  public void solveTransposed(double[] b) {
    active.solveTransposed(b);
  }
}
