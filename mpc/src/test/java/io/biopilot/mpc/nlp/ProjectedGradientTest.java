package io.biopilot.mpc.nlp;

/** The baseline does what the others do, in more iterations. */
class ProjectedGradientTest extends QpContract {

  @Override
  QpSolver solver(StageQp qp) {
    return new ProjectedGradient(qp, TOLERANCE, 5000);
  }

  @Override
  StageQp problem(long seed, int stages) {
    return new SeededQp(10, 2, stages, false).create(seed);
  }

  @Override
  int mostIterations() {
    return 2000;
  }
}
