package io.biopilot.twin.vector;

import io.biopilot.twin.expression.Tanh;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Activations on whole vectors; n is a multiple of the vector's length. */
final class VectorActivations {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private VectorActivations() {}

  /**
   * The approximant of {@link Tanh}. Written out without calls and without vectors carried around
   * an inner loop: either makes C2 box them.
   */
  static void tanhInto(int n, double[] z, double[] a) {
    DoubleVector one = DoubleVector.broadcast(S, 1.0);
    DoubleVector p1 = DoubleVector.broadcast(S, Tanh.P1);
    DoubleVector p2 = DoubleVector.broadcast(S, Tanh.P2);
    DoubleVector p3 = DoubleVector.broadcast(S, Tanh.P3);
    DoubleVector p4 = DoubleVector.broadcast(S, Tanh.P4);
    DoubleVector q1 = DoubleVector.broadcast(S, Tanh.Q1);
    DoubleVector q2 = DoubleVector.broadcast(S, Tanh.Q2);
    DoubleVector q3 = DoubleVector.broadcast(S, Tanh.Q3);
    DoubleVector q4 = DoubleVector.broadcast(S, Tanh.Q4);
    DoubleVector q5 = DoubleVector.broadcast(S, Tanh.Q5);
    for (int i = 0; i < n; i += L) {
      DoubleVector x = DoubleVector.fromArray(S, z, i);
      DoubleVector v = x.mul(0.0625);
      DoubleVector s = v.mul(v);
      DoubleVector p = s.fma(p4, p3).fma(s, p2).fma(s, p1).fma(s, one).mul(v);
      DoubleVector q = s.fma(q5, q4).fma(s, q3).fma(s, q2).fma(s, q1).fma(s, one);
      DoubleVector r = p.mul(q);
      DoubleVector u = q.fma(q, p.mul(p));
      p = r.add(r);
      r = p.mul(u);
      q = u.fma(u, p.mul(p));
      p = r.add(r);
      r = p.mul(q);
      u = q.fma(q, p.mul(p));
      p = r.add(r);
      r = p.mul(u);
      q = u.fma(u, p.mul(p));
      r.add(r).div(q).intoArray(a, i);
    }
  }

  /** a = z (1 + tanh(z/2)) / 2. */
  static void siluInto(int n, double[] z, double[] a) {
    DoubleVector one = DoubleVector.broadcast(S, 1.0);
    DoubleVector p1 = DoubleVector.broadcast(S, Tanh.P1);
    DoubleVector p2 = DoubleVector.broadcast(S, Tanh.P2);
    DoubleVector p3 = DoubleVector.broadcast(S, Tanh.P3);
    DoubleVector p4 = DoubleVector.broadcast(S, Tanh.P4);
    DoubleVector q1 = DoubleVector.broadcast(S, Tanh.Q1);
    DoubleVector q2 = DoubleVector.broadcast(S, Tanh.Q2);
    DoubleVector q3 = DoubleVector.broadcast(S, Tanh.Q3);
    DoubleVector q4 = DoubleVector.broadcast(S, Tanh.Q4);
    DoubleVector q5 = DoubleVector.broadcast(S, Tanh.Q5);
    for (int i = 0; i < n; i += L) {
      DoubleVector x = DoubleVector.fromArray(S, z, i);
      DoubleVector v = x.mul(0.03125);
      DoubleVector s = v.mul(v);
      DoubleVector p = s.fma(p4, p3).fma(s, p2).fma(s, p1).fma(s, one).mul(v);
      DoubleVector q = s.fma(q5, q4).fma(s, q3).fma(s, q2).fma(s, q1).fma(s, one);
      DoubleVector r = p.mul(q);
      DoubleVector u = q.fma(q, p.mul(p));
      p = r.add(r);
      r = p.mul(u);
      q = u.fma(u, p.mul(p));
      p = r.add(r);
      r = p.mul(q);
      u = q.fma(q, p.mul(p));
      p = r.add(r);
      r = p.mul(u);
      q = u.fma(u, p.mul(p));
      r.add(r).div(q).add(one).mul(x).mul(0.5).intoArray(a, i);
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
