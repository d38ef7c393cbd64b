package io.biopilot.twin.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations on whole vectors; n is a multiple of the vector's length. Written out without calls
 * and without vectors carried around an inner loop: either makes C2 box them.
 *
 * <p>Those with an exponential in them take e²ˣ = 2ᵏ e²ᵘ, where k is the whole number nearest to
 * 2x/ln 2 and |u| ≤ ln 2 / 4, with e²ᵘ = (q + p) / (q − p) for tanh u = p/q. The approximant p/q =
 * u (1 + P1 u² + P2 u⁴) / (1 + Q1 u² + Q2 u⁴) was fitted by Remez' exchange over that range (60
 * digits), is exact at 0 and off by at most 5.5e-18 of its value.
 */
final class VectorActivations {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final double P1 = 0.1110993829248335;
  private static final double P2 = 0.001057419741963206;
  private static final double Q1 = 0.4444327162581611;
  private static final double Q2 = 0.015868325163213320;

  private static final double TWO_BY_LN2 = 2.8853900817779268;

  /** −ln 2 / 2, and what its rounding leaves out. */
  private static final double MINUS_HALF_LN2 = -0.34657359027997264;

  private static final double REMAINDER = -1.1595234069231498e-17;

  /**
   * Added to a number below 2⁵¹ it rounds to whole numbers, and leaves that number plus the bias of
   * exponents in the last bits: shifted by 52, they are 2ᵏ.
   */
  private static final double ROUNDING = 0x1.8p52 + 1023.0;

  private static final int SHIFT = 52;

  /** 2ᵏ of tanh stays within 2⁻⁵² and 2⁵²: beyond, tanh is ±1 to its rounding, and never more. */
  private static final long HIGHEST = Double.doubleToRawLongBits(ROUNDING + 52.0);

  private static final long LOWEST = Double.doubleToRawLongBits(ROUNDING - 52.0);

  private VectorActivations() {}

  /**
   * a = tanh z = (2ᵏ (q + p) − (q − p)) / (2ᵏ (q + p) + (q − p)), both sorted by p and q so that
   * small ones keep all their digits. Two vectors share one division, so that the last digits of an
   * entry hang on its partner's. Error ≤ 8.9e-16 absolute, 8 ulp relative, both where tanh nears 1
   * (measured against StrictMath); |a| ≤ 1.
   */
  static void tanhInto(int n, double[] z, double[] a) {
    DoubleVector one = DoubleVector.broadcast(S, 1.0);
    DoubleVector turn = DoubleVector.broadcast(S, MINUS_HALF_LN2);
    int i = 0;
    for (; i + 2 * L <= n; i += 2 * L) {
      DoubleVector x = DoubleVector.fromArray(S, z, i);
      DoubleVector k = x.fma(TWO_BY_LN2, ROUNDING);
      DoubleVector u = k.sub(ROUNDING).fma(turn, x);
      DoubleVector power =
          k.reinterpretAsLongs()
              .lanewise(VectorOperators.MIN, HIGHEST)
              .lanewise(VectorOperators.MAX, LOWEST)
              .lanewise(VectorOperators.LSHL, SHIFT)
              .reinterpretAsDoubles();
      DoubleVector s = u.mul(u);
      DoubleVector p = s.fma(P2, P1).fma(s, one).mul(u);
      DoubleVector q = s.fma(Q2, Q1).fma(s, one);
      DoubleVector less = power.sub(one);
      DoubleVector more = power.add(one);
      DoubleVector above = p.fma(more, q.mul(less));
      DoubleVector below = p.fma(less, q.mul(more));
      x = DoubleVector.fromArray(S, z, i + L);
      k = x.fma(TWO_BY_LN2, ROUNDING);
      u = k.sub(ROUNDING).fma(turn, x);
      power =
          k.reinterpretAsLongs()
              .lanewise(VectorOperators.MIN, HIGHEST)
              .lanewise(VectorOperators.MAX, LOWEST)
              .lanewise(VectorOperators.LSHL, SHIFT)
              .reinterpretAsDoubles();
      s = u.mul(u);
      p = s.fma(P2, P1).fma(s, one).mul(u);
      q = s.fma(Q2, Q1).fma(s, one);
      less = power.sub(one);
      more = power.add(one);
      DoubleVector nextAbove = p.fma(more, q.mul(less));
      DoubleVector nextBelow = p.fma(less, q.mul(more));
      DoubleVector r = one.div(below.mul(nextBelow));
      above.mul(nextBelow).mul(r).intoArray(a, i);
      nextAbove.mul(below).mul(r).intoArray(a, i + L);
    }
    if (i < n) {
      DoubleVector x = DoubleVector.fromArray(S, z, i);
      DoubleVector k = x.fma(TWO_BY_LN2, ROUNDING);
      DoubleVector u = k.sub(ROUNDING).fma(turn, x);
      DoubleVector power =
          k.reinterpretAsLongs()
              .lanewise(VectorOperators.MIN, HIGHEST)
              .lanewise(VectorOperators.MAX, LOWEST)
              .lanewise(VectorOperators.LSHL, SHIFT)
              .reinterpretAsDoubles();
      DoubleVector s = u.mul(u);
      DoubleVector p = s.fma(P2, P1).fma(s, one).mul(u);
      DoubleVector q = s.fma(Q2, Q1).fma(s, one);
      DoubleVector less = power.sub(one);
      DoubleVector more = power.add(one);
      p.fma(more, q.mul(less)).div(p.fma(less, q.mul(more))).intoArray(a, i);
    }
  }

  /** a = z / (1 + e⁻ᶻ) = z · 2ᵏ (q + p) / (2ᵏ (q + p) + (q − p)) at x = z/2. */
  static void siluInto(int n, double[] z, double[] a) {
    DoubleVector one = DoubleVector.broadcast(S, 1.0);
    DoubleVector turn = DoubleVector.broadcast(S, MINUS_HALF_LN2);
    DoubleVector remainder = DoubleVector.broadcast(S, REMAINDER);
    for (int i = 0; i < n; i += L) {
      DoubleVector x = DoubleVector.fromArray(S, z, i);
      DoubleVector k = x.fma(0.5 * TWO_BY_LN2, ROUNDING);
      DoubleVector whole = k.sub(ROUNDING);
      DoubleVector u = whole.fma(remainder, whole.fma(turn, x.mul(0.5)));
      DoubleVector power =
          k.reinterpretAsLongs().lanewise(VectorOperators.LSHL, SHIFT).reinterpretAsDoubles();
      DoubleVector s = u.mul(u);
      DoubleVector p = s.fma(P2, P1).fma(s, one).mul(u);
      DoubleVector q = s.fma(Q2, Q1).fma(s, one);
      DoubleVector e = q.add(p).mul(power);
      x.mul(e).div(e.add(q.sub(p))).intoArray(a, i);
    }
  }

  /** a = z where z > 0, else 0. */
  static void reluInto(int n, double[] z, double[] a) {
    DoubleVector zero = DoubleVector.zero(S);
    for (int i = 0; i < n; i += L) {
      DoubleVector x = DoubleVector.fromArray(S, z, i);
      x.blend(zero, x.compare(VectorOperators.LE, 0.0)).intoArray(a, i);
    }
  }

  /** d ← 0 where a ≤ 0. */
  static void multiplyByReluSlope(int n, double[] a, double[] d) {
    DoubleVector zero = DoubleVector.zero(S);
    for (int i = 0; i < n; i += L) {
      DoubleVector x = DoubleVector.fromArray(S, a, i);
      DoubleVector.fromArray(S, d, i)
          .blend(zero, x.compare(VectorOperators.LE, 0.0))
          .intoArray(d, i);
    }
  }

  /** d ← d (1 − a²). */
  static void multiplyByTanhSlope(int n, double[] a, double[] d) {
    DoubleVector one = DoubleVector.broadcast(S, 1.0);
    for (int i = 0; i < n; i += L) {
      DoubleVector t = DoubleVector.fromArray(S, a, i);
      DoubleVector.fromArray(S, d, i).mul(one.sub(t.mul(t))).intoArray(d, i);
    }
  }
}
