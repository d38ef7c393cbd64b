package io.biopilot.connectors.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataKindTest {

  @ParameterizedTest
  @EnumSource(DataKind.class)
  void everyTypeReadsBackWhatItWrote(DataKind kind) {
    assertThat(DataKind.numbers(kind.write(1).value())).containsExactly(1.0);
    assertThat(DataKind.of(null, kind.write(1))).hasValue(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "BYTE, -1", "BYTE, 256", "SBYTE, 128", "UINT16, 65536", "INT16, -32769", "UINT32, -1",
    "INT32, 3e9", "FLOAT, 1e39", "DOUBLE, Infinity", "BOOLEAN, 2", "INT64, 1e17", "UINT64, -1"
  })
  void whatDoesNotFitIsRefusedInWords(DataKind kind, double value) {
    assertThatThrownBy(() -> kind.write(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(kind.name());
  }

  @Test
  void abstractTypesTakeTheKindOfThePresentValue() {
    assertThat(DataKind.of(NodeIds.Number, new Variant(2.5f))).hasValue(DataKind.FLOAT);
    assertThat(DataKind.of(NodeIds.UInteger, new Variant(Unsigned.ushort(3))))
        .hasValue(DataKind.UINT16);
    assertThat(DataKind.of(NodeIds.Int32, null)).hasValue(DataKind.INT32);
    assertThat(DataKind.of(NodeIds.String, new Variant("x"))).isEmpty();
  }

  @Test
  void arraysAreVectorsAndMatricesAreNot() {
    assertThat(DataKind.numbers(new Long[] {1L, 2L})).containsExactly(1.0, 2.0);
    assertThat(DataKind.numbers(new long[] {1L, 2L})).containsExactly(1.0, 2.0);
    assertThat(DataKind.numbers(new float[] {0.5f})).containsExactly(0.5);
    assertThat(DataKind.numbers(new Object[] {1, new Object[] {2}})).isEmpty();
    assertThat(DataKind.numbers("7")).isEmpty();
    assertThat(DataKind.numbers(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nsu=urn:a;s=B.C",
        "nsu=urn:a;i=42",
        "i=85",
        "nsu=urn:x;g=0a1b2c3d-0000-0000-0000-000000000001"
      })
  void nodeAddressesReadTheStandardForm(String text) {
    assertThat(NodeAddress.parse(NodeAddress.parse(text).toString()))
        .isEqualTo(NodeAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ns=2;s=DO", "DO", "nsu=urn:a;i=-1", "nsu=urn:a;g=nope", ""})
  void otherFormsAreExplained(String text) {
    assertThatThrownBy(() -> NodeAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nsu=URI;s=TEXT");
  }
}
