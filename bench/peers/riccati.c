/* A Riccati factorisation, nx = 10, nu = 2, plain C with constant sizes, for scaling figures from one
 * machine to another. Usage: riccati N; prints the least thread CPU time of one factorisation in
 * microseconds. Recursion as in Rao, Wright and Rawlings, J. Optim. Theory Appl. 99 (1998) 723. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define NX 10
#define NZ 12

static double T[NX][NZ], H[NZ][NZ], P[NX][NX], M[NX][NZ], F[NZ][NZ];

static void stage(void) {
  for (int i = 0; i < NX; i++) {
    double row[NZ] = {0};
    for (int k = 0; k < NX; k++)
      for (int j = 0; j < NZ; j++) row[j] += P[k][i] * T[k][j];
    for (int j = 0; j < NZ; j++) M[i][j] = row[j];
  }
  for (int i = 0; i < NZ; i++) {
    double row[NZ];
    for (int j = 0; j < NZ; j++) row[j] = H[i][j];
    for (int k = 0; k < NX; k++)
      for (int j = 0; j < NZ; j++) row[j] += T[k][i] * M[k][j];
    for (int j = 0; j < NZ; j++) F[i][j] = row[j];
  }
  double l00 = sqrt(F[NX][NX]), l10 = F[NX + 1][NX] / l00;
  double l11 = sqrt(F[NX + 1][NX + 1] - l10 * l10);
  double y0[NX], y1[NX];
  for (int j = 0; j < NX; j++) {
    y0[j] = F[NX][j] / l00;
    y1[j] = (F[NX + 1][j] - l10 * y0[j]) / l11;
  }
  for (int i = 0; i < NX; i++)
    for (int j = 0; j < NX; j++) P[i][j] = F[i][j] - y0[i] * y0[j] - y1[i] * y1[j];
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e6 * t.tv_sec + 1e-3 * t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double d = *(const double *)a - *(const double *)b;
  return (d > 0) - (d < 0);
}

int main(int argc, char **argv) {
  int n = argc > 1 ? atoi(argv[1]) : 20;
  unsigned seed = 1;
  for (int i = 0; i < NX; i++)
    for (int j = 0; j < NZ; j++) {
      seed = seed * 1103515245u + 12345u;
      T[i][j] = 0.5 * ((seed >> 16) % 1000 / 500.0 - 1.0);
    }
  for (int i = 0; i < NZ; i++) H[i][i] = i < NX ? 1.0 : 0.1;
  double times[201];
  for (int r = 0; r < 201; r++) {
    double from = now();
    for (int c = 0; c < 50; c++) {
      for (int i = 0; i < NX; i++)
        for (int j = 0; j < NX; j++) P[i][j] = i == j;
      for (int k = 0; k < n; k++) stage();
    }
    times[r] = (now() - from) / 50;
  }
  qsort(times, 201, sizeof(double), compare);
  printf("%.4f\n", times[0]);
  return P[0][0] > 0 ? 0 : 1;
}
