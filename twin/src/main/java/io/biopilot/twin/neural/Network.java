package io.biopilot.twin.neural;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A multilayer perceptron y = f(x, p) whose parameters p are its weights, in the layout that the
 * package documentation gives. Immutable; workspaces are not.
 *
 * <p>Without {@link #bindParameters} every value packs the weights anew, which costs more than the
 * value itself: whoever evaluates more than once with the same weights binds them.
 *
 * @param inputs number of inputs
 * @param layers from the first to the output layer
 * @param inputScaling applied before the first layer
 * @param outputScaling applied after the last layer
 * @param kernels the back end
 */
public record Network(
    int inputs, List<Layer> layers, Scaling inputScaling, Scaling outputScaling, Kernels kernels)
    implements SmoothMap {

  public Network {
    layers = List.copyOf(layers);
    if (inputs < 1 || layers.isEmpty()) {
      throw new IllegalArgumentException(
          "a network needs inputs and layers: %d inputs, %d layers"
              .formatted(inputs, layers.size()));
    }
    int outputs = layers.get(layers.size() - 1).width();
    if (inputScaling.shift().size() != inputs || outputScaling.shift().size() != outputs) {
      throw new IllegalArgumentException(
          "scalings must have %d inputs and %d outputs, got %d and %d"
              .formatted(
                  inputs, outputs, inputScaling.shift().size(), outputScaling.shift().size()));
    }
  }

  /** An unscaled network on the plain back end. */
  public static Network of(int inputs, List<Layer> layers) {
    int outputs = layers.isEmpty() ? 0 : layers.get(layers.size() - 1).width();
    return new Network(
        inputs, layers, Scaling.none(inputs), Scaling.none(outputs), new PlainKernels());
  }

  /** Hidden layers of one kind and width, and a linear output layer; unscaled, plain back end. */
  public static Network of(int inputs, Activation activation, List<Integer> hidden, int outputs) {
    List<Layer> layers = new java.util.ArrayList<>();
    for (int width : hidden) {
      layers.add(new Layer(width, activation));
    }
    layers.add(new Layer(outputs, Activation.IDENTITY));
    return of(inputs, layers);
  }

  public Network withKernels(Kernels other) {
    return new Network(inputs, layers, inputScaling, outputScaling, other);
  }

  public Network withScaling(Scaling input, Scaling output) {
    return new Network(inputs, layers, input, output, kernels);
  }

  public int outputs() {
    return layers.get(layers.size() - 1).width();
  }

  /** Number of inputs of the layer. */
  int inputsOf(int layer) {
    return layer == 0 ? inputs : layers.get(layer - 1).width();
  }

  /** Where the layer's weights begin in p; for one past the last layer, the number of weights. */
  int offsetOf(int layer) {
    int offset = 0;
    for (int l = 0; l < layer; l++) {
      offset += (inputsOf(l) + 1) * layers.get(l).width();
    }
    return offset;
  }

  /** Length of p. */
  public int weights() {
    return offsetOf(layers.size());
  }

  @Override
  public Shape shape() {
    return new Shape(inputs, weights(), outputs());
  }

  /**
   * Seeded start weights: uniform within ±√(6/(inputs+outputs)) a layer (Glorot and Bengio 2010),
   * √2 wider before rectified units (He et al. 2015); biases 0.
   */
  public double[] initialWeights(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] p = new double[weights()];
    int o = 0;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      int entries = inputsOf(l) * layer.width();
      double gain =
          switch (layer.activation()) {
            case RELU, SILU -> Math.sqrt(2.0);
            default -> 1.0;
          };
      double bound = gain * Math.sqrt(6.0 / (inputsOf(l) + layer.width()));
      for (int i = 0; i < entries; i++) {
        p[o + i] = bound * (2.0 * random.nextDouble() - 1.0);
      }
      o += entries + layer.width();
    }
    return p;
  }

  @Override
  public Workspace workspace(int batch) {
    return new NetworkWorkspace(new SharedWeights(this, batch), batch);
  }

  @Override
  public Workspace sibling(Workspace w) {
    return new NetworkWorkspace(((NetworkWorkspace) w).shared, 1);
  }

  /** At most two rows a layer (one where the value alone is kept), padded to whole vectors. */
  @Override
  public long siblingBytes() {
    long bytes = 128L + 8L * (inputs + 8);
    for (Layer layer : layers) {
      bytes += 2L * (48L + 8L * (layer.width() + 8));
    }
    return bytes;
  }

  @Override
  public void bindParameters(double[] p, Workspace w) {
    ((NetworkWorkspace) w).shared.bind(p);
  }

  @Override
  public void valueInto(double[] x, double[] p, double[] y, Workspace w) {
    ((NetworkWorkspace) w).valueInto(x, p, y);
  }

  @Override
  public void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w) {
    ((NetworkWorkspace) w).pushforwardInto(dx, dp, dy);
  }

  @Override
  public void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    ((NetworkWorkspace) w).addPullback(ybar, xbar, pbar);
  }

  @Override
  public void deferPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    ((NetworkWorkspace) w).deferPullback(ybar, xbar, pbar);
  }

  @Override
  public void flushPullback(double[] pbar, Workspace w) {
    ((NetworkWorkspace) w).shared.deferred.flush(pbar);
  }

  @Override
  public void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w) {
    ((NetworkWorkspace) w).addHessianVector(ybar, v, out);
  }

  @Override
  public void jacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    ((NetworkWorkspace) w).jacobianInto(x, p, jacobian);
  }

  @Override
  public void parameterJacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    ((NetworkWorkspace) w).parameterJacobianInto(x, p, jacobian);
  }
}
