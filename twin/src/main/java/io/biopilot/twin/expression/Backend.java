package io.biopilot.twin.expression;

/** How compiled expressions run. */
public enum Backend {
  /** Generated JVM bytecode. */
  BYTECODE {
    @Override
    Kernel kernel(Program program) {
      return Generator.kernelOf(program);
    }
  },
  /** Step by step; the reference in tests, and for runtimes that cannot define classes. */
  INTERPRETER {
    @Override
    Kernel kernel(Program program) {
      return new Interpreter(program);
    }
  };

  abstract Kernel kernel(Program program);
}
