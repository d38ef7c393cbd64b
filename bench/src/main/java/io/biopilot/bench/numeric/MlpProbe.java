package io.biopilot.bench.numeric;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Network;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures one back end at one batch size; arguments: back end, folder, batch.
 *
 * <p>Java arrays lie at any multiple of eight bytes, and wide loads from one that lies at a
 * multiple of 64 are faster. So that no figure hangs on where the weights happen to lie, several
 * copies are timed and the median counts; the fastest and the slowest of them are printed too.
 */
public final class MlpProbe {
  /** Of eight places that an array may have, each comes about as often. */
  private static final int COPIES = 9;

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
    ThreadTimer.microseconds(() -> network.valueInto(x, p, y, w));
    ThreadTimer.microseconds(() -> network.addPullback(ybar, xbar, pbar, w));
    double[] forward = new double[COPIES];
    double[] pullback = new double[COPIES];
    for (int i = 0; i < COPIES; i++) {
      SmoothMap.Workspace copy = displaced(network, batch, i);
      network.bindParameters(p, copy);
      network.valueInto(x, p, y, copy);
      forward[i] = ThreadTimer.warmMicroseconds(() -> network.valueInto(x, p, y, copy));
      pullback[i] = ThreadTimer.warmMicroseconds(() -> network.addPullback(ybar, xbar, pbar, copy));
    }
    Arrays.sort(forward);
    Arrays.sort(pullback);
    System.out.printf(
        "{\"kernels\":\"%s\",\"forward_us\":%s,\"forward_least\":%s,\"forward_most\":%s,"
            + "\"vjp_us\":%s}%n",
        network.kernels().name(),
        forward[COPIES / 2],
        forward[0],
        forward[COPIES - 1],
        pullback[COPIES / 2]);
  }

  /** A workspace whose arrays lie elsewhere within their cache lines for each place. */
  private static SmoothMap.Workspace displaced(Network network, int batch, int place) {
    double[] gap = new double[1 + place];
    SmoothMap.Workspace made = network.workspace(batch);
    gap[place] = 1.0;
    return made;
  }
}
