package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Stop;
import io.biopilot.twin.ode.VectorField;
import java.util.List;

/** A parametric field with parameters and stimulus filled in, as integrators want it. */
class BoundField implements VectorField {
  final ParametricField source;
  final SmoothMap map;
  final int n;
  final int m;

  /** [states | levels | t] of the last evaluation. */
  final double[] z;

  /** The main workspace of the map: parameters are bound to it. */
  final SmoothMap.Workspace workspace;

  double[] p = new double[0];
  Stimulus stimulus = Stimulus.constant();

  /** Index of the levels in force in the present segment. */
  int level;

  /** Pulse that acted last. */
  int lastPulse = -1;

  private final double[] fullJacobian;
  private final double[] value;
  private final JumpMap[] jumps;

  BoundField(ParametricField source) {
    this.source = source;
    map = source.derivative();
    n = source.states();
    m = source.levels();
    z = new double[n + m + 1];
    workspace = map.workspace(1);
    fullJacobian = new double[n * z.length];
    value = new double[n];
    jumps = source.jumps().stream().map(g -> new JumpMap(g, n)).toArray(JumpMap[]::new);
  }

  /** Fixes parameters and stimulus for a solve. */
  void bind(double[] parameters, Stimulus newStimulus) {
    if (parameters.length != source.parameters()) {
      throw new IllegalArgumentException(
          "the field has %d parameters, got %d".formatted(source.parameters(), parameters.length));
    }
    for (Vec levels : newStimulus.levels()) {
      if (levels.size() != m) {
        throw new IllegalArgumentException(
            "the field has %d levels, the stimulus gives %d".formatted(m, levels.size()));
      }
    }
    for (Stimulus.Pulse pulse : newStimulus.pulses()) {
      if (pulse.jump() < 0 || pulse.jump() >= jumps.length) {
        throw new IllegalArgumentException(
            "pulse at %s names jump %d, the field has %d"
                .formatted(pulse.time(), pulse.jump(), jumps.length));
      }
    }
    p = parameters;
    stimulus = newStimulus;
    map.bindParameters(parameters, workspace);
    useLevel(0);
  }

  /** Puts the levels of the index in force. */
  void useLevel(int index) {
    level = index;
    stimulus.levels().get(index).copyInto(z, n);
  }

  /** The point [y | levels | t] into z. */
  void point(double t, double[] y) {
    System.arraycopy(y, 0, z, 0, n);
    z[n + m] = t;
  }

  JumpMap jumpMap(int pulse) {
    return jumps[stimulus.pulses().get(pulse).jump()];
  }

  /** What the pulse does to the state. */
  Stop.Jump jump(int pulse) {
    Stimulus.Pulse event = stimulus.pulses().get(pulse);
    return (t, y) -> {
      jumps[event.jump()].apply(y, event.amount(), t, p);
      lastPulse = pulse;
    };
  }

  List<Stimulus.Pulse> pulses() {
    return stimulus.pulses();
  }

  @Override
  public void enterSegment(double from, double to) {
    useLevel(stimulus.indexAt(0.5 * (from + to)));
  }

  @Override
  public int dimension() {
    return n;
  }

  @Override
  public void derivativeInto(double t, double[] y, double[] dydt) {
    point(t, y);
    map.valueInto(z, p, dydt, workspace);
  }

  @Override
  public boolean hasJacobian() {
    return true;
  }

  @Override
  public void jacobianInto(double t, double[] y, double[] jacobian) {
    point(t, y);
    map.valueAndJacobianInto(z, p, value, fullJacobian, workspace);
    int width = z.length;
    for (int i = 0; i < n; i++) {
      System.arraycopy(fullJacobian, i * width, jacobian, i * n, n);
    }
  }

  @Override
  public boolean hasTimeDerivative() {
    return true;
  }

  @Override
  public void timeDerivativeInto(double t, double[] y, double[] dfdt) {
    point(t, y);
    map.valueAndJacobianInto(z, p, value, fullJacobian, workspace);
    int width = z.length;
    for (int i = 0; i < n; i++) {
      dfdt[i] = fullJacobian[i * width + width - 1];
    }
  }
}
