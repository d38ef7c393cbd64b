package io.biopilot.twin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class StoichiometryTest {

  @Test
  void enzymeAndSubstrateAreConservedInMichaelisMenten() {
    // E + S <-> C -> E + P, states E S C P
    Stoichiometry s =
        new Stoichiometry(
            List.of(Vec.of(-1, 1, 1), Vec.of(-1, 1, 0), Vec.of(1, -1, -1), Vec.of(0, 0, 1)),
            List.of("bind", "unbind", "convert"));
    assertThat(s.rank()).isEqualTo(2);
    assertThat(s.conserved()).hasSize(2).allSatisfy(law -> assertOrthogonal(s, law));
  }

  @Test
  void withoutReactionsEveryStateIsConserved() {
    Stoichiometry none = new Stoichiometry(List.of(Vec.zeros(0), Vec.zeros(0)), List.of());
    assertThat(none.rank()).isZero();
  }

  @Seeds(count = 20)
  void lawsSpanTheLeftNullSpace(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int states = random.nextInt(3, 9);
    int reactions = random.nextInt(1, states);
    List<Vec> rows = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      rows.add(Vec.of(random.doubles(reactions, -2.0, 2.0).toArray()));
    }
    List<String> names = java.util.Collections.nCopies(reactions, "r");
    Stoichiometry s = new Stoichiometry(rows, names);
    assertThat(s.conserved().size()).isEqualTo(states - s.rank());
    assertThat(s.conserved()).allSatisfy(law -> assertOrthogonal(s, law));
  }

  private static void assertOrthogonal(Stoichiometry s, Vec law) {
    for (int j = 0; j < s.reactions().size(); j++) {
      double sum = 0.0;
      for (int i = 0; i < law.size(); i++) {
        sum += law.get(i) * s.rows().get(i).get(j);
      }
      assertThat(sum).isCloseTo(0.0, within(1e-12));
    }
  }
}
