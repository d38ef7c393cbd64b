// The C peer of the network kernels: MLP 8-64-64-8, tanh, FP64, forward and VJP (dx and all weight gradients) at batch 1
// and 32, register tiles over 64-byte aligned arrays, weights kept in both orientations; and the FMA peak of the core.
// Usage: mlp WEIGHTS INPUTS YBAR OUT   (raw little-endian doubles; OUT gets y and the weight gradient of the batch)
// Prints one line of JSON; times are nanoseconds of thread CPU time, the fastest of 61 rounds.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__AVX2__) || defined(__AVX512F__)
#include <immintrin.h>
#endif

#ifdef __AVX512F__
#define L 8
#define COLS 4 /* 6 x 4 tiles: 24 of 32 registers */
#define ROWS 6
#else
#define L 4
#define COLS 2 /* 6 x 2 tiles: 12 of 16 registers */
#define ROWS 6
#endif
typedef double vec __attribute__((vector_size(8 * L), aligned(8)));
#define INLINE static inline __attribute__((always_inline))
enum { IN = 8, H = 64, OUT = 8, MAXB = 32, NW = IN * H + H + H * H + H + H * OUT + OUT };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}
INLINE vec load(const double *p) { return *(const vec *)p; }
INLINE void store(double *p, vec v) { *(vec *)p = v; }
INLINE vec all(double x) {
#if defined(__AVX512F__)
  return (vec)_mm512_set1_pd(x);
#elif defined(__AVX2__)
  return (vec)_mm256_set1_pd(x);
#else
  vec v;
  for (int i = 0; i < L; i++) v[i] = x;
  return v;
#endif
}

// y[r][j..] = b[j..] + sum_k x[r][k] w[k][j..] for an R x C tile
INLINE void tile(const int R, const int C, int m, const double *x, int ldx, const double *w, int n, const double *b,
                 double *y, int ldy) {
  vec s[8][8];
  #pragma GCC unroll 8
  for (int r = 0; r < R; r++)
    #pragma GCC unroll 8
    for (int c = 0; c < C; c++) s[r][c] = b ? load(b + c * L) : all(0.0);
  for (int k = 0; k < m; k++) {
    vec wk[8];
    #pragma GCC unroll 8
    for (int c = 0; c < C; c++) wk[c] = load(w + k * n + c * L);
    #pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
      vec v = all(x[r * ldx + k]);
      #pragma GCC unroll 8
      for (int c = 0; c < C; c++) s[r][c] += v * wk[c];
    }
  }
  #pragma GCC unroll 8
  for (int r = 0; r < R; r++)
    #pragma GCC unroll 8
    for (int c = 0; c < C; c++) store(y + r * ldy + c * L, s[r][c]);
}
// one row, one vector of columns, eight sums side by side
INLINE void narrow(int m, const double *x, const double *w, int n, const double *b, double *y) {
  vec s[8];
  #pragma GCC unroll 8
  for (int u = 0; u < 8; u++) s[u] = all(0.0);
  for (int k = 0; k < m; k += 8)
    #pragma GCC unroll 8
    for (int u = 0; u < 8; u++) s[u] += all(x[k + u]) * load(w + (k + u) * n);
  vec t = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
  store(y, b ? t + load(b) : t);
}
static void product(int rows, int m, const double *x, int ldx, const double *w, int n, const double *b, double *y,
                    int ldy) {
  for (int j = 0; j < n;) {
    int left = (n - j) / L, r = 0;
    const double *bj = b ? b + j : 0;
    if (rows == 1) {
      if (left >= 8) {
        tile(1, 8, m, x, ldx, w + j, n, bj, y + j, ldy);
        j += 8 * L;
      } else {
        narrow(m, x, w + j, n, bj, y + j);
        j += L;
      }
      continue;
    }
    if (left >= COLS) {
      for (; r + ROWS <= rows; r += ROWS) tile(ROWS, COLS, m, x + r * ldx, ldx, w + j, n, bj, y + r * ldy + j, ldy);
      for (; r + 2 <= rows; r += 2) tile(2, COLS, m, x + r * ldx, ldx, w + j, n, bj, y + r * ldy + j, ldy);
      for (; r < rows; r++) tile(1, COLS, m, x + r * ldx, ldx, w + j, n, bj, y + r * ldy + j, ldy);
      j += COLS * L;
    } else {
      for (; r + 8 <= rows; r += 8) tile(8, 1, m, x + r * ldx, ldx, w + j, n, bj, y + r * ldy + j, ldy);
      for (; r < rows; r++) narrow(m, x + r * ldx, w + j, n, bj, y + r * ldy + j);
      j += L;
    }
  }
}
// g[k][j..] += sum_r x[r][k] d[r][j..]
INLINE void gtile(const int K, const int C, int rows, const double *x, int ldx, const double *d, int ldd, double *g,
                  int n) {
  vec s[8][8];
  #pragma GCC unroll 8
  for (int k = 0; k < K; k++)
    #pragma GCC unroll 8
    for (int c = 0; c < C; c++) s[k][c] = load(g + k * n + c * L);
  for (int r = 0; r < rows; r++) {
    vec dr[8];
    #pragma GCC unroll 8
    for (int c = 0; c < C; c++) dr[c] = load(d + r * ldd + c * L);
    #pragma GCC unroll 8
    for (int k = 0; k < K; k++) {
      vec v = all(x[r * ldx + k]);
      #pragma GCC unroll 8
      for (int c = 0; c < C; c++) s[k][c] += v * dr[c];
    }
  }
  #pragma GCC unroll 8
  for (int k = 0; k < K; k++)
    #pragma GCC unroll 8
    for (int c = 0; c < C; c++) store(g + k * n + c * L, s[k][c]);
}
static void gradient(int rows, int m, int n, const double *x, int ldx, const double *d, int ldd, double *g, double *gb) {
  for (int j = 0; j < n;) {
    int left = (n - j) / L;
    if (rows == 1) {
      if (left >= 8) {
        for (int k = 0; k < m; k++) gtile(1, 8, 1, x + k, ldx, d + j, ldd, g + k * n + j, n);
        j += 8 * L;
      } else {
        for (int k = 0; k < m; k += 8) gtile(8, 1, 1, x + k, ldx, d + j, ldd, g + k * n + j, n);
        j += L;
      }
    } else if (left >= COLS) {
      for (int k = 0; k < m; k += 4) gtile(4, COLS, rows, x + k, ldx, d + j, ldd, g + k * n + j, n);
      j += COLS * L;
    } else {
      for (int k = 0; k < m; k += 8) gtile(8, 1, rows, x + k, ldx, d + j, ldd, g + k * n + j, n);
      j += L;
    }
  }
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < n; j++) gb[j] += d[r * ldd + j];
}
// tanh: (9, 10) Pade approximant at x / 16 and four doublings, one division (Lambert's continued fraction)
static void tanh_rows(int n, const double *z, double *a) {
  const double f = 654729075.0;
  for (int i = 0; i < n; i += L) {
    vec v = load(z + i) * 0.0625, s = v * v;
    vec p = v * ((((55 / f * s + 25740 / f) * s + 2837835 / f) * s + 91891800 / f) * s + 1);
    vec q = ((((s * (1 / f) + 1485 / f) * s + 315315 / f) * s + 18918900 / f) * s + 310134825 / f) * s + 1;
    for (int u = 0; u < 3; u++) {
      vec t = p * q;
      q = q * q + p * p;
      p = t + t;
    }
    vec t = p * q;
    store(a + i, (t + t) / (q * q + p * p));
  }
}
static void slope(int n, const double *a, double *d) {
  for (int i = 0; i < n; i += L) {
    vec v = load(a + i);
    store(d + i, load(d + i) * (1.0 - v * v));
  }
}

static double w1[IN * H] __attribute__((aligned(64))), b1[H] __attribute__((aligned(64)));
static double w2[H * H] __attribute__((aligned(64))), b2[H] __attribute__((aligned(64)));
static double w3[H * OUT] __attribute__((aligned(64))), b3[OUT] __attribute__((aligned(64)));
static double t1[IN * H] __attribute__((aligned(64))), t2[H * H] __attribute__((aligned(64)));
static double t3[H * OUT] __attribute__((aligned(64)));
static double g1[IN * H + H] __attribute__((aligned(64))), g2[H * H + H] __attribute__((aligned(64)));
static double g3[H * OUT + OUT] __attribute__((aligned(64)));
static double x[MAXB * IN] __attribute__((aligned(64))), y[MAXB * OUT] __attribute__((aligned(64)));
static double yb[MAXB * OUT] __attribute__((aligned(64))), xb[MAXB * IN] __attribute__((aligned(64)));
static double a1[MAXB * H] __attribute__((aligned(64))), a2[MAXB * H] __attribute__((aligned(64)));
static double d1[MAXB * H] __attribute__((aligned(64))), d2[MAXB * H] __attribute__((aligned(64)));

static __attribute__((noinline)) void forward(int B) {
  product(B, IN, x, IN, w1, H, b1, a1, H);
  tanh_rows(B * H, a1, a1);
  product(B, H, a1, H, w2, H, b2, a2, H);
  tanh_rows(B * H, a2, a2);
  product(B, H, a2, H, w3, OUT, b3, y, OUT);
}
static __attribute__((noinline)) void vjp(int B) {
  product(B, OUT, yb, OUT, t3, H, 0, d2, H);
  slope(B * H, a2, d2);
  product(B, H, d2, H, t2, H, 0, d1, H);
  slope(B * H, a1, d1);
  product(B, H, d1, H, t1, IN, 0, xb, IN);
  gradient(B, IN, H, x, IN, d1, H, g1, g1 + IN * H);
  gradient(B, H, H, a1, H, d2, H, g2, g2 + H * H);
  gradient(B, H, OUT, a2, H, yb, OUT, g3, g3 + H * OUT);
}
static void read_all(const char *name, double *to, int n) {
  FILE *f = fopen(name, "rb");
  if (!f || fread(to, 8, n, f) != (size_t)n) {
    fprintf(stderr, "mlp: cannot read %d numbers from %s\n", n, name);
    exit(2);
  }
  fclose(f);
}
static double fastest(void (*f)(int), int B) {
  double begin = now(), best = 1e30;
  long calls = 0;
  while (now() - begin < 5e8) {
    for (int i = 0; i < 100; i++) f(B);
    calls += 100;
  }
  long repeat = 1 + (long)(2e7 / (5e8 / calls));
  for (int r = 0; r < 61; r++) {
    double from = now();
    for (long i = 0; i < repeat; i++) f(B);
    double took = (now() - from) / repeat;
    if (took < best) best = took;
  }
  return best;
}
static double peak(void) { // GFLOP/s of independent FMAs in registers
  vec s[10];
  double best = 0;
  for (int round = 0; round < 30; round++) {
    for (int i = 0; i < 10; i++) s[i] = all(1e-3 * i);
    vec m = all(0.999999), c = all(1e-7);
    double from = now();
    for (long k = 0; k < 1000000; k++) {
      for (int i = 0; i < 10; i++) s[i] = s[i] * m + c;
      __asm__ volatile("" : "+v"(m));
    }
    double gf = 1e6 * 10 * L * 2 / (now() - from);
    volatile double sink = 0;
    for (int i = 0; i < 10; i++) sink += s[i][0];
    if (gf > best) best = gf;
  }
  return best;
}
int main(int argc, char **argv) {
  if (argc != 5) return 2;
  double p[NW];
  read_all(argv[1], p, NW);
  read_all(argv[2], x, MAXB * IN);
  read_all(argv[3], yb, MAXB * OUT);
  const double *q = p;
  memcpy(w1, q, sizeof w1), q += IN * H, memcpy(b1, q, sizeof b1), q += H;
  memcpy(w2, q, sizeof w2), q += H * H, memcpy(b2, q, sizeof b2), q += H;
  memcpy(w3, q, sizeof w3), q += H * OUT, memcpy(b3, q, sizeof b3);
  for (int k = 0; k < IN; k++) for (int j = 0; j < H; j++) t1[j * IN + k] = w1[k * H + j];
  for (int k = 0; k < H; k++) for (int j = 0; j < H; j++) t2[j * H + k] = w2[k * H + j];
  for (int k = 0; k < H; k++) for (int j = 0; j < OUT; j++) t3[j * H + k] = w3[k * OUT + j];
  forward(MAXB);
  vjp(MAXB);
  FILE *f = fopen(argv[4], "wb");
  fwrite(y, 8, MAXB * OUT, f);
  fwrite(g1, 8, IN * H + H, f);
  fwrite(g2, 8, H * H + H, f);
  fwrite(g3, 8, H * OUT + OUT, f);
  fclose(f);
  double flops = 2.0 * (IN * H + H * H + H * OUT), gf = peak();
  double f1 = fastest(forward, 1), v1 = fastest(vjp, 1), f32 = fastest(forward, 32), v32 = fastest(vjp, 32);
  printf("{\"lanes\":%d,\"peak_gflops\":%.1f,\"forward1_ns\":%.1f,\"vjp1_ns\":%.1f,\"forward32_ns\":%.1f,"
         "\"vjp32_ns\":%.1f,\"forward1_of_peak\":%.3f,\"vjp1_of_peak\":%.3f,\"forward32_of_peak\":%.3f,"
         "\"vjp32_of_peak\":%.3f}\n",
         L, gf, f1, v1, f32, v32, flops / f1 / gf, 2 * flops / v1 / gf, 32 * flops / f32 / gf, 64 * flops / v32 / gf);
  return 0;
}
