package io.biopilot.twin.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Coupled compartments: no method near HotSpot's limit of 8000 bytecodes, and the same values. */
class CodeSizeTest {
  private static final int LIMIT = 6000;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 32})
  void methodsStayFarBelowTheLimitAndAgreeWithTheInterpreter(int compartments) {
    Symbols symbols = new Symbols();
    List<Expression> outputs = Compartments.equations(symbols, compartments);
    Compiled map = Compiled.of(symbols.inputs(), symbols.parameters(), outputs);
    for (Task task : Task.values()) {
      Program program = map.program(task);
      assertThat(largestMethod(Generator.classBytes(program))).as("%s", task).isLessThan(LIMIT);
      compare(program, symbols.inputs(), symbols.parameters(), outputs.size());
    }
  }

  /**
   * A ring of exchange and decay over 400 places: a Jacobian of 160 000 entries, more than a class
   * may hold constants, in more parts than one method may call.
   */
  @Test
  void jacobianOfFourHundredStatesIsStillBytecode() {
    Symbols symbols = new Symbols();
    int n = 400;
    for (int i = 0; i < n; i++) {
      symbols.input("c" + i);
    }
    symbols.parameter("k");
    List<Expression> outputs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int next = (i + 1) % n;
      String law = "k * c%d * c%d / (1 + c%d^2) - c%d".formatted(i, next, next, i);
      outputs.add(symbols.value(law));
    }
    Program program = Compiled.of(n, 1, outputs).program(Task.JACOBIAN);
    byte[] bytes = Generator.classBytes(program);
    assertThat(largestMethod(bytes)).isLessThan(LIMIT);
    assertThat(Generator.kernelOf(program)).isNotInstanceOf(Interpreter.class);
    compare(program, n, 1, n);
  }

  /** Beyond what bytecode can take the interpreter stands in. */
  @Test
  void tooLargeProgramsAreInterpreted() {
    Symbols symbols = new Symbols();
    int n = 460;
    for (int i = 0; i < n; i++) {
      symbols.input("c" + i);
    }
    List<Expression> outputs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      outputs.add(symbols.value("c%d * c%d".formatted(i, (i + 1) % n)));
    }
    Compiled map = Compiled.of(n, 0, outputs);
    assertThat(Generator.kernelOf(map.program(Task.JACOBIAN))).isInstanceOf(Interpreter.class);
    double[] x = new double[n];
    double[] jacobian = new double[n * n];
    x[7] = 3.0;
    x[8] = 5.0;
    map.jacobianInto(x, new double[0], jacobian, map.workspace(1));
    assertThat(jacobian[7 * n + 7]).isEqualTo(5.0);
    assertThat(jacobian[7 * n + 8]).isEqualTo(3.0);
    assertThat(jacobian[8 * n + 9]).isEqualTo(5.0);
  }

  @Test
  void sumOfThousandTermsCompiles() {
    StringBuilder sum = new StringBuilder("x0");
    for (int i = 1; i < 1000; i++) {
      sum.append("+x0*").append(i % 7 + 2).append("/(").append(i).append("+x1)");
    }
    Compiled map = RandomFormulas.symbols().compile(sum.toString());
    double[] jacobian = new double[3];
    double[] x = {1.0, 2.0, 3.0};
    SmoothMap.Workspace w = map.workspace(1);
    double[] y = new double[1];
    map.valueInto(x, new double[2], y, w);
    map.jacobianInto(x, new double[2], jacobian, w);
    // linear in x0
    assertThat(jacobian[0]).isCloseTo(y[0] / x[0], within(1e-9));
  }

  private static void compare(Program program, int inputs, int parameters, int outputs) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    int joint = inputs + parameters;
    double[] x = random.doubles(inputs, 0.5, 2.0).toArray();
    double[] p = random.doubles(parameters, 0.5, 2.0).toArray();
    double[] first = random.doubles(joint + outputs, -1.0, 1.0).toArray();
    double[] second = random.doubles(joint + outputs, -1.0, 1.0).toArray();
    List<double[]> results = new ArrayList<>();
    for (Kernel kernel : List.of(Generator.kernelOf(program), new Interpreter(program))) {
      double[] result = new double[joint * (joint + outputs)];
      double[] other = result.clone();
      kernel.run(x, p, first, second, result, other, new double[kernel.scratch()]);
      results.add(result);
    }
    double[] generated = results.get(0);
    double[] interpreted = results.get(1);
    // not by AssertJ's arrays, which take seconds for so many entries
    assertThat(
            IntStream.range(0, generated.length)
                .filter(i -> !(Math.abs(generated[i] - interpreted[i]) <= 1e-9))
                .boxed())
        .isEmpty();
  }

  /** Writes the class again with a label at the end of each method, and reads where it came. */
  private static int largestMethod(byte[] classFile) {
    List<Label> ends = new ArrayList<>();
    ClassVisitor visitor =
        new ClassVisitor(Opcodes.ASM9, new ClassWriter(0)) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, thrown);
            return new MethodVisitor(Opcodes.ASM9, next) {
              @Override
              public void visitMaxs(int maxStack, int maxLocals) {
                ends.add(new Label());
                visitLabel(ends.get(ends.size() - 1));
                super.visitMaxs(maxStack, maxLocals);
              }
            };
          }
        };
    new ClassReader(classFile).accept(visitor, 0);
    return ends.stream().mapToInt(Label::getOffset).max().orElseThrow();
  }
}
