package io.biopilot.twin.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VecRowsTest {

  private static final List<Vec> ROWS =
      List.of(Vec.of(1, 2, 3), Vec.of(4, 5, 6), Vec.of(7, 8, -0.0));

  @Test
  void packedVectorsAreTheSameAndEqual() {
    List<Vec> packed = VecRows.packed(ROWS);
    assertThat(packed).isInstanceOf(VecRows.class).isEqualTo(ROWS).hasSameHashCodeAs(ROWS);
    assertThat(ROWS).isEqualTo(packed);
    assertThat(VecRows.packed(packed)).isSameAs(packed);
  }

  @Test
  void laterChangesOfTheSourceDoNotShow() {
    List<Vec> source = new ArrayList<>(ROWS);
    List<Vec> packed = VecRows.packed(source);
    source.set(0, Vec.of(9, 9, 9));
    assertThat(packed).isEqualTo(ROWS);
    assertThatThrownBy(() -> packed.set(0, Vec.zeros(3)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void firstEntriesAreAViewOrACopy() {
    List<Vec> expected = List.of(Vec.of(1, 2), Vec.of(4, 5), Vec.of(7, 8));
    assertThat(VecRows.firstOf(VecRows.packed(ROWS), 2)).isEqualTo(expected);
    assertThat(VecRows.firstOf(ROWS, 2)).isEqualTo(expected);
  }

  @Test
  void moreEntriesThanThereAreAreRefused() {
    for (List<Vec> rows : List.of(ROWS, VecRows.packed(ROWS))) {
      assertThatThrownBy(() -> VecRows.firstOf(rows, 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void vectorsOfDifferentLengthsStayAList() {
    List<Vec> ragged = List.of(Vec.of(1), Vec.of(2, 3));
    assertThat(VecRows.packed(ragged)).isEqualTo(ragged);
    assertThat(VecRows.packed(List.of())).isEmpty();
    assertThat(VecRows.packed(List.of(Vec.zeros(0), Vec.zeros(0)))).hasSize(2);
  }

  @Test
  void indexBeyondTheEndIsRefused() {
    assertThatThrownBy(() -> VecRows.packed(ROWS).get(3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
