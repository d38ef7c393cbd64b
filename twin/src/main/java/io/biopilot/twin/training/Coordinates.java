package io.biopilot.twin.training;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Prior;
import java.util.List;

/**
 * Which parameters of a model may move, and on which scale: z = 0 is the prior mean, z = ±1 one
 * prior standard deviation from it, so that ½ |z|² is the negative logarithm of a Gaussian prior.
 *
 * @param base all parameters of the model, in the schema's order
 * @param free those that may move
 */
public record Coordinates(Vec base, List<Free> free) {

  /** How a parameter is measured while it moves. */
  public enum Scale {
    LINEAR,
    /** For positive parameters; the deviation is that of the natural logarithm. */
    LOG
  }

  /**
   * One free parameter.
   *
   * @param parameter index in the schema's parameters
   * @param mean prior mean in the parameter's unit (median for LOG)
   * @param deviation prior standard deviation, in the unit or of the logarithm; above 0
   */
  public record Free(int parameter, Scale scale, double mean, double deviation) {
    public Free {
      if (!(deviation > 0.0)) {
        throw new IllegalArgumentException(
            "the deviation of parameter %d must be > 0, got %s".formatted(parameter, deviation));
      }
      if (scale == Scale.LOG && !(mean > 0.0)) {
        throw new IllegalArgumentException(
            "parameter %d is on a logarithmic scale, its mean must be > 0, got %s"
                .formatted(parameter, mean));
      }
    }

    /**
     * A parameter as its model's declaration frees it, on the declared scale.
     *
     * @param mean prior mean in the parameter's unit (median on a logarithmic scale)
     * @param share of the declared deviation that is expected, above 0
     */
    public static Free of(int parameter, Prior prior, double mean, double share) {
      Scale scale = prior.logarithmic() ? Scale.LOG : Scale.LINEAR;
      return new Free(parameter, scale, mean, share * prior.deviation());
    }

    double value(double z) {
      return scale == Scale.LOG ? mean * Math.exp(deviation * z) : mean + deviation * z;
    }

    double slope(double z) {
      return scale == Scale.LOG ? deviation * value(z) : deviation;
    }

    double coordinate(double value) {
      return scale == Scale.LOG ? Math.log(value / mean) / deviation : (value - mean) / deviation;
    }
  }

  public Coordinates {
    free = List.copyOf(free);
    for (Free one : free) {
      if (one.parameter() < 0 || one.parameter() >= base.size()) {
        throw new IllegalArgumentException(
            "there are %d parameters, number %d cannot be freed"
                .formatted(base.size(), one.parameter()));
      }
    }
  }

  public int dimension() {
    return free.size();
  }

  /** All parameters of the model at z. */
  public Vec parameters(double[] z) {
    double[] p = base.toArray();
    for (int i = 0; i < free.size(); i++) {
      p[free.get(i).parameter()] = free.get(i).value(z[i]);
    }
    return Vec.of(p);
  }

  /** The coordinates of given parameter values. */
  public Vec coordinates(Vec parameters) {
    double[] z = new double[free.size()];
    for (int i = 0; i < z.length; i++) {
      z[i] = free.get(i).coordinate(parameters.get(free.get(i).parameter()));
    }
    return Vec.of(z);
  }

  /** gradient += ∂/∂z of a function whose gradient over all parameters is given (chain rule). */
  public void addGradient(double[] z, double[] overParameters, double[] gradient) {
    for (int i = 0; i < free.size(); i++) {
      gradient[i] += overParameters[free.get(i).parameter()] * free.get(i).slope(z[i]);
    }
  }
}
