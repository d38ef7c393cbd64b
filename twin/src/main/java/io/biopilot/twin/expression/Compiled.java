package io.biopilot.twin.expression;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions as a smooth map y = f(x, p), with every derivative generated from the same graph.
 *
 * <p>Kernels are derived and generated on first use (about a millisecond each) and then shared by
 * all threads. Evaluation allocates nothing once a kernel was used with a workspace.
 */
public final class Compiled implements SmoothMap {
  private static final double[] NONE = {};

  private final Shape shape;
  private final List<Expression> outputs;
  private final Backend backend;

  /** Parameters from here on are not read. */
  private final int parametersRead;

  private final Lazy value = new Lazy(Task.VALUE);
  private final Lazy pushforwardInputs = new Lazy(Task.PUSHFORWARD_INPUTS);
  private final Lazy pushforward = new Lazy(Task.PUSHFORWARD);
  private final Lazy pullbackInputs = new Lazy(Task.PULLBACK_INPUTS);
  private final Lazy pullback = new Lazy(Task.PULLBACK);
  private final Lazy jacobian = new Lazy(Task.JACOBIAN);
  private final Lazy valueAndJacobian = new Lazy(Task.VALUE_AND_JACOBIAN);
  private final Lazy parameterJacobian = new Lazy(Task.PARAMETER_JACOBIAN);
  private final Lazy hessianVector = new Lazy(Task.HESSIAN_VECTOR);
  private final Lazy inputHessian = new Lazy(Task.INPUT_HESSIAN);
  private final Lazy adjointChange = new Lazy(Task.ADJOINT_CHANGE);

  /**
   * @param shape numbers of inputs and parameters that the expressions may load, and of outputs
   * @param outputs in order; all of one graph
   */
  public Compiled(Shape shape, List<Expression> outputs, Backend backend) {
    this.shape = shape;
    this.outputs = List.copyOf(outputs);
    this.backend = backend;
    if (outputs.size() != shape.outputs()) {
      throw new IllegalArgumentException(
          "%d expressions given for %d outputs".formatted(outputs.size(), shape.outputs()));
    }
    parametersRead = Reachable.loads(outputs, Bank.PARAMETER).length();
    for (Expression node : Reachable.from(outputs)) {
      if (node.is(Op.LOAD)) {
        int size = node.bank() == Bank.INPUT ? shape.inputs() : shape.parameters();
        if (node.bank().compareTo(Bank.PARAMETER) > 0 || node.index() >= size) {
          throw new IllegalArgumentException(
              "the expressions read %s, beyond the shape %s".formatted(node, shape));
        }
      }
    }
  }

  /** Compiled to bytecode. */
  public static Compiled of(int inputs, int parameters, List<Expression> outputs) {
    return new Compiled(new Shape(inputs, parameters, outputs.size()), outputs, Backend.BYTECODE);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /** The inputs that the expressions read, by position. */
  public static BitSet inputsRead(List<Expression> expressions) {
    return Reachable.loads(expressions, Bank.INPUT);
  }

  /** The expressions, in order. */
  public List<Expression> outputs() {
    return outputs;
  }

  @Override
  public Workspace workspace(int batch) {
    return new Points(shape, batch, new Bound(new double[parametersRead]));
  }

  @Override
  public void bindParameters(double[] p, Workspace w) {
    Bound bound = ((Points) w).bound;
    System.arraycopy(p, 0, bound.values, 0, bound.values.length);
    bound.source = p;
  }

  @Override
  public Workspace sibling(Workspace w) {
    return new Points(shape, 1, ((Points) w).bound);
  }

  @Override
  public long siblingBytes() {
    int scratch = Math.max(value.kernel().scratch(), pullback.kernel().scratch());
    return 160L + 8L * (2L * shape.inputs() + shape.outputs() + parametersRead + scratch);
  }

  @Override
  public void valueInto(double[] x, double[] p, double[] y, Workspace w) {
    Points points = (Points) w;
    points.takeParameters(p);
    Kernel kernel = value.kernel();
    double[] scratch = points.scratchFor(kernel);
    if (points.batch == 1) {
      copy(x, points.x[0]);
      kernel.run(x, p, NONE, NONE, y, NONE, scratch);
      return;
    }
    int n = shape.inputs();
    int m = shape.outputs();
    for (int b = 0; b < points.batch; b++) {
      System.arraycopy(x, b * n, points.x[b], 0, n);
      kernel.run(points.x[b], p, NONE, NONE, points.y, NONE, scratch);
      System.arraycopy(points.y, 0, y, b * m, m);
    }
  }

  @Override
  public void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w) {
    Points points = (Points) w;
    boolean inputsOnly = dp.length == 0;
    Kernel kernel = (inputsOnly ? pushforwardInputs : pushforward).kernel();
    double[] scratch = points.scratchFor(kernel);
    if (points.batch == 1) {
      kernel.run(points.x[0], points.p, dx, dp, dy, NONE, scratch);
      return;
    }
    int n = shape.inputs();
    int m = shape.outputs();
    for (int b = 0; b < points.batch; b++) {
      System.arraycopy(dx, b * n, points.v, 0, n);
      kernel.run(points.x[b], points.p, points.v, dp, points.y, NONE, scratch);
      System.arraycopy(points.y, 0, dy, b * m, m);
    }
  }

  @Override
  public void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    Points points = (Points) w;
    boolean inputsOnly = pbar.length == 0;
    Kernel kernel = (inputsOnly ? pullbackInputs : pullback).kernel();
    double[] scratch = points.scratchFor(kernel);
    if (points.batch == 1) {
      kernel.run(points.x[0], points.p, ybar, NONE, xbar, pbar, scratch);
      return;
    }
    int n = shape.inputs();
    int m = shape.outputs();
    for (int b = 0; b < points.batch; b++) {
      System.arraycopy(ybar, b * m, points.y, 0, m);
      System.arraycopy(xbar, b * n, points.v, 0, n);
      kernel.run(points.x[b], points.p, points.y, NONE, points.v, pbar, scratch);
      System.arraycopy(points.v, 0, xbar, b * n, n);
    }
  }

  @Override
  public void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w) {
    Points points = (Points) w;
    Kernel kernel = hessianVector.kernel();
    kernel.run(points.x[0], points.p, ybar, v, out, NONE, points.scratchFor(kernel));
  }

  @Override
  public void jacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    Kernel kernel = this.jacobian.kernel();
    kernel.run(x, p, NONE, NONE, jacobian, NONE, ((Points) w).scratchFor(kernel));
  }

  @Override
  public void valueAndJacobianInto(
      double[] x, double[] p, double[] y, double[] jacobian, Workspace w) {
    Kernel kernel = valueAndJacobian.kernel();
    kernel.run(x, p, NONE, NONE, y, jacobian, ((Points) w).scratchFor(kernel));
  }

  @Override
  public void parameterJacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    Kernel kernel = parameterJacobian.kernel();
    Arrays.fill(jacobian, 0.0);
    kernel.run(x, p, NONE, NONE, jacobian, NONE, ((Points) w).scratchFor(kernel));
  }

  @Override
  public void addInputHessian(
      double[] x, double[] p, double[] ybar, double[] hessian, Workspace w) {
    Kernel kernel = inputHessian.kernel();
    kernel.run(x, p, ybar, NONE, hessian, NONE, ((Points) w).scratchFor(kernel));
  }

  @Override
  public void addAdjointChange(
      double[] x,
      double[] p,
      double[] ybar,
      double[] change,
      double[] xbar,
      double[] pbar,
      Workspace w) {
    Kernel kernel = adjointChange.kernel();
    kernel.run(x, p, ybar, change, xbar, pbar, ((Points) w).scratchFor(kernel));
  }

  /** A loop: for a dozen entries the call of arraycopy costs more than the copy. */
  private static void copy(double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
  }

  /** The program behind a task, for tests and figures. */
  Program program(Task task) {
    Graph graph = new Graph();
    List<Expression> copies = new ArrayList<>(graph.copyOf(outputs));
    return Lowering.lower(task.targets(graph, shape, copies));
  }

  /** A kernel made on first use. Two threads may both make it; the later one stays. */
  private final class Lazy {
    private final Task task;
    private volatile @Nullable Kernel made;

    Lazy(Task task) {
      this.task = task;
    }

    Kernel kernel() {
      Kernel known = made;
      return known != null ? known : make();
    }

    private Kernel make() {
      Kernel kernel = backend.kernel(program(task));
      made = kernel;
      return kernel;
    }
  }

  /** Parameters that stay as they are until the next bind; shared by siblings. */
  private static final class Bound {
    private final double[] values;
    private double[] source = NONE;

    Bound(double[] values) {
      this.values = values;
    }
  }

  /** The point of the last value, and scratch memory. */
  private static final class Points implements Workspace {
    private final int batch;
    private final double[][] x;
    private final double[] y;
    private final double[] v;
    private final Bound bound;
    private final double[] own;
    private double[] p;
    private double[] scratch = NONE;

    Points(Shape shape, int batch, Bound bound) {
      this.batch = batch;
      this.bound = bound;
      own = new double[bound.values.length];
      p = own;
      x = new double[batch][shape.inputs()];
      y = new double[shape.outputs()];
      v = new double[shape.inputs()];
    }

    void takeParameters(double[] given) {
      if (given == bound.source) {
        p = bound.values;
      } else {
        copy(given, own);
        p = own;
      }
    }

    double[] scratchFor(Kernel kernel) {
      int needed = kernel.scratch();
      if (scratch.length < needed) {
        scratch = new double[needed];
      }
      return scratch;
    }
  }
}
