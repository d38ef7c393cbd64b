package io.biopilot.twin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchTest {

  private static Batch batch(String name, double... times) {
    Estimate initial = new Estimate(0.0, Vec.of(1.0), Vec.of(0.1));
    List<Measurement> seen =
        Arrays.stream(times)
            .mapToObj(t -> new Measurement(t, List.of(0), Vec.of(1.0), Vec.of(0.1)))
            .toList();
    return new Batch(name, initial, InputSchedule.constant(0.0), seen);
  }

  @Test
  void whatCameLaterIsHidden() {
    Batch half = batch("a", 1.0, 2.0, 3.0).until(2.0);
    assertThat(half.values()).isEqualTo(2);
    assertThat(half.end()).isEqualTo(2.0);
  }

  @Test
  void unsortedMeasurementsAreRefused() {
    assertThatThrownBy(() -> batch("a", 2.0, 1.0))
        .hasMessageContaining("batch a")
        .hasMessageContaining("1.0 h follows 2.0 h");
  }

  @Test
  void noBatchIsOnBothSides() {
    List<Batch> all = List.of(batch("a", 1.0), batch("b", 1.0), batch("c", 1.0));
    Split split = Split.holdingOut(all, Set.of("b"));
    assertThat(split.train()).extracting(Batch::name).containsExactly("a", "c");
    assertThat(split.test()).extracting(Batch::name).containsExactly("b");
    assertThatThrownBy(() -> new Split(all, List.of(all.get(1)))).hasMessageContaining("batch b");
    assertThatThrownBy(() -> Split.holdingOut(all, Set.of("x"))).hasMessageContaining("[x]");
  }
}
