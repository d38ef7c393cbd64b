package io.biopilot.twin.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.autodiff.SmoothMap;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** On random formulas: bytecode does what the interpreter does, derivatives what differences do. */
class BackendAgreementTest {
  private static final int OUTPUTS = 3;

  private RandomGenerator random = RandomGenerator.getDefault();
  private double[] x = {};
  private double[] p = {};
  private Compiled bytecode = RandomFormulas.symbols().compile("1");
  private Compiled interpreted = bytecode;

  private void draw(long seed, int depth) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    RandomFormulas formulas = new RandomFormulas(random);
    Symbols symbols = RandomFormulas.symbols();
    List<Expression> outputs = new ArrayList<>();
    for (int i = 0; i < OUTPUTS; i++) {
      outputs.add(symbols.value(formulas.next(depth)));
    }
    SmoothMap.Shape shape =
        new SmoothMap.Shape(RandomFormulas.INPUTS, RandomFormulas.PARAMETERS, OUTPUTS);
    bytecode = new Compiled(shape, outputs, Backend.BYTECODE);
    interpreted = new Compiled(shape, outputs, Backend.INTERPRETER);
    x = random.doubles(RandomFormulas.INPUTS, -2.0, 2.0).toArray();
    p = random.doubles(RandomFormulas.PARAMETERS, -2.0, 2.0).toArray();
  }

  @Seeds(count = 60)
  void bytecodeAgreesWithTheInterpreterOnEveryTask(long seed) {
    draw(seed, 5);
    int joint = x.length + p.length;
    double[] first = random.doubles(joint, -1.0, 1.0).toArray();
    double[] second = random.doubles(joint + OUTPUTS, -1.0, 1.0).toArray();
    for (Task task : Task.values()) {
      double[][] results = new double[2][];
      double[][] seconds = new double[2][];
      Kernel[] kernels = {
        Backend.BYTECODE.kernel(bytecode.program(task)),
        Backend.INTERPRETER.kernel(interpreted.program(task))
      };
      for (int k = 0; k < 2; k++) {
        results[k] = new double[joint * joint];
        seconds[k] = new double[joint * joint];
        double[] scratch = new double[kernels[k].scratch()];
        kernels[k].run(x, p, first, second, results[k], seconds[k], scratch);
      }
      compare(task, results);
      compare(task, seconds);
    }
  }

  /** The same operations in the same order; Math.pow and exp may differ by the last bit. */
  private static void compare(Task task, double[][] results) {
    for (int i = 0; i < results[0].length; i++) {
      double expected = results[1][i];
      assertThat(results[0][i])
          .as("%s, entry %d", task, i)
          .isCloseTo(expected, within(1e-13 * (1.0 + Math.abs(expected))));
    }
  }

  @Seeds(count = 60)
  void jacobianAgreesWithCentralDifferences(long seed) {
    draw(seed, 4);
    SmoothMap.Workspace w = bytecode.workspace(1);
    double[] jacobian = new double[OUTPUTS * x.length];
    bytecode.jacobianInto(x, p, jacobian, w);
    double step = 1e-5;
    for (int j = 0; j < x.length; j++) {
      double[] up = valueAt(j, step);
      double[] down = valueAt(j, -step);
      double[] middle = valueAt(j, 0.0);
      for (int i = 0; i < OUTPUTS; i++) {
        double forward = (up[i] - middle[i]) / step;
        double backward = (middle[i] - down[i]) / step;
        // a kink or a jump within the step: differences mean nothing there
        if (Math.abs(forward - backward) < 1e-2 * (1.0 + Math.abs(forward))) {
          assertThat(jacobian[i * x.length + j])
              .as("output %d, input %d", i, j)
              .isCloseTo((forward + backward) / 2.0, within(2e-3 * (1.0 + Math.abs(forward))));
        }
      }
    }
  }

  private double[] valueAt(int input, double step) {
    double[] moved = x.clone();
    moved[input] += step;
    double[] y = new double[OUTPUTS];
    bytecode.valueInto(moved, p, y, bytecode.workspace(1));
    return y;
  }
}
