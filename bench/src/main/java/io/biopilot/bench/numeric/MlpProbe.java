package io.biopilot.bench.numeric;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Network;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Measures one back end at one batch size; arguments: back end, folder, batch. */
public final class MlpProbe {
  private MlpProbe() {}

  /** The network of the table. */
  static Network network() {
    return Network.of(8, Activation.TANH, List.of(64, 64), 8);
  }

  public static void main(String[] arguments) {
    Network network = network().withKernels(Backends.named(arguments[0]));
    Path folder = Path.of(arguments[1]);
    int batch = Integer.parseInt(arguments[2]);
    double[] p = Doubles.read(folder.resolve("weights.f64"));
    double[] x = Arrays.copyOf(Doubles.read(folder.resolve("inputs.f64")), 8 * batch);
    double[] ybar = Arrays.copyOf(Doubles.read(folder.resolve("ybar.f64")), 8 * batch);
    double[] y = new double[8 * batch];
    double[] xbar = new double[8 * batch];
    double[] pbar = new double[p.length];
    SmoothMap.Workspace w = network.workspace(batch);
    network.bindParameters(p, w);
    network.valueInto(x, p, y, w);
    network.addPullback(ybar, xbar, pbar, w);
    double[] result = Arrays.copyOf(y, y.length + pbar.length);
    System.arraycopy(pbar, 0, result, y.length, pbar.length);
    Doubles.write(folder.resolve("ours.f64"), result);
    double forward = ThreadTimer.microseconds(() -> network.valueInto(x, p, y, w));
    double pullback = ThreadTimer.microseconds(() -> network.addPullback(ybar, xbar, pbar, w));
    System.out.printf(
        "{\"kernels\":\"%s\",\"forward_us\":%s,\"vjp_us\":%s}%n",
        network.kernels().name(), forward, pullback);
  }
}
