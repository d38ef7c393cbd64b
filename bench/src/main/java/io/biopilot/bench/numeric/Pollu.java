package io.biopilot.bench.numeric;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.VectorField;
import java.util.Arrays;

/**
 * POLLU: 25 reactions of 20 species in the air (Verwer, SIAM J. Sci. Comput. 15 (1994) 1243-1250;
 * Test Set for Initial Value Problem Solvers). Time in minutes, concentrations in ppm. Written out
 * from a table of the reactions, as the C side is.
 */
final class Pollu implements VectorField {
  private static final int N = 20;

  @Override
  public int dimension() {
    return N;
  }

  @Override
  public boolean autonomous() {
    return true;
  }

  @Override
  public boolean hasJacobian() {
    return true;
  }

  static Vec start() {
    double[] y = new double[N];
    y[1] = 0.2;
    y[3] = 0.04;
    y[6] = 0.1;
    y[7] = 0.3;
    y[8] = 0.01;
    y[16] = 0.007;
    return Vec.of(y);
  }

  @Override
  public void derivativeInto(double t, double[] y, double[] d) {
    double r1 = 0.35 * y[0];
    double r2 = 26.6 * y[1] * y[3];
    double r3 = 12300.0 * y[4] * y[1];
    double r4 = 0.00086 * y[6];
    double r5 = 0.00082 * y[6];
    double r6 = 15000.0 * y[6] * y[5];
    double r7 = 0.00013 * y[8];
    double r8 = 24000.0 * y[8] * y[5];
    double r9 = 16500.0 * y[10] * y[1];
    double r10 = 9000.0 * y[10] * y[0];
    double r11 = 0.022 * y[12];
    double r12 = 12000.0 * y[9] * y[1];
    double r13 = 1.88 * y[13];
    double r14 = 16300.0 * y[0] * y[5];
    double r15 = 4800000.0 * y[2];
    double r16 = 0.00035 * y[3];
    double r17 = 0.0175 * y[3];
    double r18 = 100000000.0 * y[15];
    double r19 = 444000000000.0 * y[15];
    double r20 = 1240.0 * y[16] * y[5];
    double r21 = 2.1 * y[18];
    double r22 = 5.78 * y[18];
    double r23 = 0.0474 * y[0] * y[3];
    double r24 = 1780.0 * y[18] * y[0];
    double r25 = 3.12 * y[19];
    d[0] = -r1 + r2 + r3 + r9 - r10 + r11 + r12 - r14 + r22 - r23 - r24 + r25;
    d[1] = r1 - r2 - r3 - r9 - r12 + r21;
    d[2] = r1 - r15 + r17 + r19 + r22;
    d[3] = -r2 + r15 - r16 - r17 - r23;
    d[4] = -r3 + r4 + r4 + r6 + r7 + r13 + r20;
    d[5] = r3 - r6 - r8 - r14 + r18 + r18 - r20;
    d[6] = -r4 - r5 - r6 + r13;
    d[7] = r4 + r5 + r6 + r7;
    d[8] = -r7 - r8;
    d[9] = r7 + r9 - r12;
    d[10] = r8 - r9 - r10 + r11;
    d[11] = r9;
    d[12] = r10 - r11;
    d[13] = r12 - r13;
    d[14] = r14;
    d[15] = r16 - r18 - r19;
    d[16] = -r20;
    d[17] = r20;
    d[18] = -r21 - r22 + r23 - r24 + r25;
    d[19] = r24 - r25;
  }

  @Override
  public void jacobianInto(double t, double[] y, double[] j) {
    Arrays.fill(j, 0.0);
    firstRows(y, j);
    lastRows(y, j);
  }

  private static void firstRows(double[] y, double[] j) {
    j[0] = -0.35 - 9000.0 * y[10] - 16300.0 * y[5] - 0.0474 * y[3] - 1780.0 * y[18];
    j[1] = 26.6 * y[3] + 12300.0 * y[4] + 16500.0 * y[10] + 12000.0 * y[9];
    j[3] = 26.6 * y[1] - 0.0474 * y[0];
    j[4] = 12300.0 * y[1];
    j[5] = -16300.0 * y[0];
    j[9] = 12000.0 * y[1];
    j[10] = 16500.0 * y[1] - 9000.0 * y[0];
    j[12] = 0.022;
    j[18] = 5.78 - 1780.0 * y[0];
    j[19] = 3.12;
    j[20] = 0.35;
    j[21] = -26.6 * y[3] - 12300.0 * y[4] - 16500.0 * y[10] - 12000.0 * y[9];
    j[23] = -26.6 * y[1];
    j[24] = -12300.0 * y[1];
    j[29] = -12000.0 * y[1];
    j[30] = -16500.0 * y[1];
    j[38] = 2.1;
    j[40] = 0.35;
    j[42] = -4800000.0;
    j[43] = 0.0175;
    j[55] = 444000000000.0;
    j[58] = 5.78;
    j[60] = -0.0474 * y[3];
    j[61] = -26.6 * y[3];
    j[62] = 4800000.0;
    j[63] = -26.6 * y[1] - 0.00035 - 0.0175 - 0.0474 * y[0];
    j[81] = -12300.0 * y[4];
    j[84] = -12300.0 * y[1];
    j[85] = 15000.0 * y[6] + 1240.0 * y[16];
    j[86] = 0.00086 + 0.00086 + 15000.0 * y[5];
    j[88] = 0.00013;
    j[93] = 1.88;
    j[96] = 1240.0 * y[5];
  }

  private static void lastRows(double[] y, double[] j) {
    j[100] = -16300.0 * y[5];
    j[101] = 12300.0 * y[4];
    j[104] = 12300.0 * y[1];
    j[105] = -15000.0 * y[6] - 24000.0 * y[8] - 16300.0 * y[0] - 1240.0 * y[16];
    j[106] = -15000.0 * y[5];
    j[108] = -24000.0 * y[5];
    j[115] = 100000000.0 + 100000000.0;
    j[116] = -1240.0 * y[5];
    j[125] = -15000.0 * y[6];
    j[126] = -0.00086 - 0.00082 - 15000.0 * y[5];
    j[133] = 1.88;
    j[145] = 15000.0 * y[6];
    j[146] = 0.00086 + 0.00082 + 15000.0 * y[5];
    j[148] = 0.00013;
    j[165] = -24000.0 * y[8];
    j[168] = -0.00013 - 24000.0 * y[5];
    j[181] = 16500.0 * y[10] - 12000.0 * y[9];
    j[188] = 0.00013;
    j[189] = -12000.0 * y[1];
    j[190] = 16500.0 * y[1];
    j[200] = -9000.0 * y[10];
    j[201] = -16500.0 * y[10];
    j[205] = 24000.0 * y[8];
    j[208] = 24000.0 * y[5];
    j[210] = -16500.0 * y[1] - 9000.0 * y[0];
    j[212] = 0.022;
    j[221] = 16500.0 * y[10];
    j[230] = 16500.0 * y[1];
    j[240] = 9000.0 * y[10];
    j[250] = 9000.0 * y[0];
    j[252] = -0.022;
    j[261] = 12000.0 * y[9];
    j[269] = 12000.0 * y[1];
    j[273] = -1.88;
    j[280] = 16300.0 * y[5];
    j[285] = 16300.0 * y[0];
    j[303] = 0.00035;
    j[315] = -100000000.0 - 444000000000.0;
    j[325] = -1240.0 * y[16];
    j[336] = -1240.0 * y[5];
    j[345] = 1240.0 * y[16];
    j[356] = 1240.0 * y[5];
    j[360] = 0.0474 * y[3] - 1780.0 * y[18];
    j[363] = 0.0474 * y[0];
    j[378] = -2.1 - 5.78 - 1780.0 * y[0];
    j[379] = 3.12;
    j[380] = 1780.0 * y[18];
    j[398] = 1780.0 * y[0];
    j[399] = -3.12;
  }
}
