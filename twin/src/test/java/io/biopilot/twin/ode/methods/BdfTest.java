package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.ode.Method;
import org.junit.jupiter.api.Test;

class BdfTest extends MethodContract {
  @Override
  Method method() {
    return new Bdf();
  }

  /** Varies its order. */
  @Override
  int fixedOrder() {
    return 0;
  }

  /** Multistep errors accumulate more than one-step errors at the same tolerance. */
  @Override
  double errorFactor() {
    return 1000.0;
  }

  /** Of Newton's basis polynomial j, θ = 1, 0, … 2 - j are the roots. */
  @Test
  void interpolationBasisIsNewtons() {
    for (int j = 1; j <= BdfFormulas.MAX_ORDER; j++) {
      for (int past = 0; past < j; past++) {
        double theta = 1.0 - past;
        double sum = 0.0;
        for (int p = BdfFormulas.MAX_ORDER; p >= 0; p--) {
          sum = sum * theta + BdfFormulas.BASIS[j][p];
        }
        assertThat(sum).isCloseTo(0.0, within(1e-14));
      }
    }
  }
}
