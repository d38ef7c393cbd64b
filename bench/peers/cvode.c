/* CVODE (SUNDIALS 6, Debian's libsundials-dev) on the stiff problems of bench numeric: BDF, Newton, dense linear
 * solver, user Jacobian.  cvode PROBLEM RTOL ATOL  prints thread CPU microseconds (fastest of rounds), the number of
 * steps and the end state. */
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_types.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <time.h>

typedef struct {
  const char *name;
  int n;
  double end;
  CVRhsFn f;
  CVLsJacFn jac;
  void (*start)(double *y);
} Problem;

#define Y NV_DATA_S(y)
#define D NV_DATA_S(d)
#define J(i, j) SM_ELEMENT_D(jm, i, j)

static int rober_f(double t, N_Vector y, N_Vector d, void *u) {
  double slow = 0.04 * Y[0], back = 1e4 * Y[1] * Y[2], fast = 3e7 * Y[1] * Y[1];
  D[0] = back - slow;
  D[1] = slow - back - fast;
  D[2] = fast;
  return 0;
}

static int rober_j(double t, N_Vector y, N_Vector fy, SUNMatrix jm, void *u, N_Vector a, N_Vector b, N_Vector c) {
  J(0, 0) = -0.04;
  J(0, 1) = 1e4 * Y[2];
  J(0, 2) = 1e4 * Y[1];
  J(1, 0) = 0.04;
  J(1, 1) = -1e4 * Y[2] - 6e7 * Y[1];
  J(1, 2) = -1e4 * Y[1];
  J(2, 1) = 6e7 * Y[1];
  return 0;
}

static void rober_0(double *y) { y[0] = 1.0; }

static int hires_f(double t, N_Vector y, N_Vector d, void *u) {
  double bound = 280.0 * Y[5] * Y[7];
  D[0] = -1.71 * Y[0] + 0.43 * Y[1] + 8.32 * Y[2] + 0.0007;
  D[1] = 1.71 * Y[0] - 8.75 * Y[1];
  D[2] = -10.03 * Y[2] + 0.43 * Y[3] + 0.035 * Y[4];
  D[3] = 8.32 * Y[1] + 1.71 * Y[2] - 1.12 * Y[3];
  D[4] = -1.745 * Y[4] + 0.43 * Y[5] + 0.43 * Y[6];
  D[5] = -bound + 0.69 * Y[3] + 1.71 * Y[4] - 0.43 * Y[5] + 0.69 * Y[6];
  D[6] = bound - 1.81 * Y[6];
  D[7] = -D[6];
  return 0;
}

static int hires_j(double t, N_Vector y, N_Vector fy, SUNMatrix jm, void *u, N_Vector a, N_Vector b, N_Vector c) {
  double p = 280.0 * Y[7], q = 280.0 * Y[5];
  J(0, 0) = -1.71, J(0, 1) = 0.43, J(0, 2) = 8.32;
  J(1, 0) = 1.71, J(1, 1) = -8.75;
  J(2, 2) = -10.03, J(2, 3) = 0.43, J(2, 4) = 0.035;
  J(3, 1) = 8.32, J(3, 2) = 1.71, J(3, 3) = -1.12;
  J(4, 4) = -1.745, J(4, 5) = 0.43, J(4, 6) = 0.43;
  J(5, 3) = 0.69, J(5, 4) = 1.71, J(5, 5) = -p - 0.43, J(5, 6) = 0.69, J(5, 7) = -q;
  J(6, 5) = p, J(6, 6) = -1.81, J(6, 7) = q;
  J(7, 5) = -p, J(7, 6) = 1.81, J(7, 7) = -q;
  return 0;
}

static void hires_0(double *y) { y[0] = 1.0, y[7] = 0.0057; }

static int vdpol_f(double t, N_Vector y, N_Vector d, void *u) {
  D[0] = Y[1];
  D[1] = 1e3 * (1.0 - Y[0] * Y[0]) * Y[1] - Y[0];
  return 0;
}

static int vdpol_j(double t, N_Vector y, N_Vector fy, SUNMatrix jm, void *u, N_Vector a, N_Vector b, N_Vector c) {
  J(0, 1) = 1.0;
  J(1, 0) = -2e3 * Y[0] * Y[1] - 1.0;
  J(1, 1) = 1e3 * (1.0 - Y[0] * Y[0]);
  return 0;
}

static void vdpol_0(double *y) { y[0] = 2.0; }

/* POLLU (Verwer 1994; Test Set for IVP Solvers): 25 reactions of 20 species, written out from a table of reactions. */
static void pollu_rhs(const double *y, double *d) {
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

static int pollu_f(double t, N_Vector y, N_Vector d, void *u) {
  pollu_rhs(NV_DATA_S(y), NV_DATA_S(d));
  return 0;
}

static void pollu_jacobian(const double *y, SUNMatrix jm) {
  J(0, 0) = -0.35 - 9000.0 * y[10] - 16300.0 * y[5] - 0.0474 * y[3] - 1780.0 * y[18];
  J(0, 1) = 26.6 * y[3] + 12300.0 * y[4] + 16500.0 * y[10] + 12000.0 * y[9];
  J(0, 3) = 26.6 * y[1] - 0.0474 * y[0];
  J(0, 4) = 12300.0 * y[1];
  J(0, 5) = -16300.0 * y[0];
  J(0, 9) = 12000.0 * y[1];
  J(0, 10) = 16500.0 * y[1] - 9000.0 * y[0];
  J(0, 12) = 0.022;
  J(0, 18) = 5.78 - 1780.0 * y[0];
  J(0, 19) = 3.12;
  J(1, 0) = 0.35;
  J(1, 1) = -26.6 * y[3] - 12300.0 * y[4] - 16500.0 * y[10] - 12000.0 * y[9];
  J(1, 3) = -26.6 * y[1];
  J(1, 4) = -12300.0 * y[1];
  J(1, 9) = -12000.0 * y[1];
  J(1, 10) = -16500.0 * y[1];
  J(1, 18) = 2.1;
  J(2, 0) = 0.35;
  J(2, 2) = -4800000.0;
  J(2, 3) = 0.0175;
  J(2, 15) = 444000000000.0;
  J(2, 18) = 5.78;
  J(3, 0) = -0.0474 * y[3];
  J(3, 1) = -26.6 * y[3];
  J(3, 2) = 4800000.0;
  J(3, 3) = -26.6 * y[1] - 0.00035 - 0.0175 - 0.0474 * y[0];
  J(4, 1) = -12300.0 * y[4];
  J(4, 4) = -12300.0 * y[1];
  J(4, 5) = 15000.0 * y[6] + 1240.0 * y[16];
  J(4, 6) = 0.00086 + 0.00086 + 15000.0 * y[5];
  J(4, 8) = 0.00013;
  J(4, 13) = 1.88;
  J(4, 16) = 1240.0 * y[5];
  J(5, 0) = -16300.0 * y[5];
  J(5, 1) = 12300.0 * y[4];
  J(5, 4) = 12300.0 * y[1];
  J(5, 5) = -15000.0 * y[6] - 24000.0 * y[8] - 16300.0 * y[0] - 1240.0 * y[16];
  J(5, 6) = -15000.0 * y[5];
  J(5, 8) = -24000.0 * y[5];
  J(5, 15) = 100000000.0 + 100000000.0;
  J(5, 16) = -1240.0 * y[5];
  J(6, 5) = -15000.0 * y[6];
  J(6, 6) = -0.00086 - 0.00082 - 15000.0 * y[5];
  J(6, 13) = 1.88;
  J(7, 5) = 15000.0 * y[6];
  J(7, 6) = 0.00086 + 0.00082 + 15000.0 * y[5];
  J(7, 8) = 0.00013;
  J(8, 5) = -24000.0 * y[8];
  J(8, 8) = -0.00013 - 24000.0 * y[5];
  J(9, 1) = 16500.0 * y[10] - 12000.0 * y[9];
  J(9, 8) = 0.00013;
  J(9, 9) = -12000.0 * y[1];
  J(9, 10) = 16500.0 * y[1];
  J(10, 0) = -9000.0 * y[10];
  J(10, 1) = -16500.0 * y[10];
  J(10, 5) = 24000.0 * y[8];
  J(10, 8) = 24000.0 * y[5];
  J(10, 10) = -16500.0 * y[1] - 9000.0 * y[0];
  J(10, 12) = 0.022;
  J(11, 1) = 16500.0 * y[10];
  J(11, 10) = 16500.0 * y[1];
  J(12, 0) = 9000.0 * y[10];
  J(12, 10) = 9000.0 * y[0];
  J(12, 12) = -0.022;
  J(13, 1) = 12000.0 * y[9];
  J(13, 9) = 12000.0 * y[1];
  J(13, 13) = -1.88;
  J(14, 0) = 16300.0 * y[5];
  J(14, 5) = 16300.0 * y[0];
  J(15, 3) = 0.00035;
  J(15, 15) = -100000000.0 - 444000000000.0;
  J(16, 5) = -1240.0 * y[16];
  J(16, 16) = -1240.0 * y[5];
  J(17, 5) = 1240.0 * y[16];
  J(17, 16) = 1240.0 * y[5];
  J(18, 0) = 0.0474 * y[3] - 1780.0 * y[18];
  J(18, 3) = 0.0474 * y[0];
  J(18, 18) = -2.1 - 5.78 - 1780.0 * y[0];
  J(18, 19) = 3.12;
  J(19, 0) = 1780.0 * y[18];
  J(19, 18) = 1780.0 * y[0];
  J(19, 19) = -3.12;
}

static int pollu_j(double t, N_Vector y, N_Vector fy, SUNMatrix jm, void *u, N_Vector a, N_Vector b, N_Vector c) {
  pollu_jacobian(NV_DATA_S(y), jm);
  return 0;
}

static void pollu_0(double *y) {
  y[1] = 0.2, y[3] = 0.04, y[6] = 0.1, y[7] = 0.3, y[8] = 0.01, y[16] = 0.007;
}

static const Problem PROBLEMS[] = {
    {"robertson", 3, 40.0, rober_f, rober_j, rober_0},
    {"hires", 8, 321.8122, hires_f, hires_j, hires_0},
    {"vanderpol", 2, 2000.0, vdpol_f, vdpol_j, vdpol_0},
    {"pollu", 20, 60.0, pollu_f, pollu_j, pollu_0},
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1e6 + t.tv_nsec * 1e-3;
}

static int ascending(const void *a, const void *b) {
  double d = *(const double *)a - *(const double *)b;
  return (d > 0) - (d < 0);
}

static void check(int flag, const char *what) {
  if (flag < 0) {
    fprintf(stderr, "%s failed: %d\n", what, flag);
    exit(1);
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: cvode PROBLEM RTOL ATOL\n");
    return 2;
  }
  const Problem *p = NULL;
  for (size_t i = 0; i < sizeof PROBLEMS / sizeof *PROBLEMS; i++)
    if (!strcmp(PROBLEMS[i].name, argv[1])) p = &PROBLEMS[i];
  if (!p) {
    fprintf(stderr, "no problem %s\n", argv[1]);
    return 2;
  }
  double rtol = atof(argv[2]), atol = atof(argv[3]);
  SUNContext context;
  check(SUNContext_Create(NULL, &context), "SUNContext_Create");
  N_Vector y = N_VNew_Serial(p->n, context);
  SUNMatrix matrix = SUNDenseMatrix(p->n, p->n, context);
  SUNLinearSolver solver = SUNLinSol_Dense(y, matrix, context);
  void *cv = CVodeCreate(CV_BDF, context);
  N_VConst(0.0, y);
  p->start(NV_DATA_S(y));
  check(CVodeInit(cv, p->f, 0.0, y), "CVodeInit");
  check(CVodeSStolerances(cv, rtol, atol), "CVodeSStolerances");
  check(CVodeSetLinearSolver(cv, solver, matrix), "CVodeSetLinearSolver");
  check(CVodeSetJacFn(cv, p->jac), "CVodeSetJacFn");
  check(CVodeSetMaxNumSteps(cv, 1000000), "CVodeSetMaxNumSteps");
  enum { ROUNDS = 61 };
  double rounds[ROUNDS];
  int repeat = 1;
  double spent = 0.0;
  for (int r = -1; r < ROUNDS; r++) {
    double from = now();
    for (int i = 0; i < repeat; i++) {
      double t = 0.0;
      N_VConst(0.0, y);
      p->start(NV_DATA_S(y));
      check(CVodeReInit(cv, 0.0, y), "CVodeReInit");
      check(CVodeSetStopTime(cv, p->end), "CVodeSetStopTime");
      check(CVode(cv, p->end, y, &t, CV_NORMAL), "CVode");
    }
    spent = now() - from;
    if (r < 0)
      repeat = spent > 2e4 ? 1 : (int)(2e4 / spent) + 1;
    else
      rounds[r] = spent / repeat;
  }
  qsort(rounds, ROUNDS, sizeof *rounds, ascending);
  long steps;
  CVodeGetNumSteps(cv, &steps);
  printf("%.3f %ld", rounds[0], steps);
  for (int i = 0; i < p->n; i++) printf(" %.17g", NV_DATA_S(y)[i]);
  printf("\n");
  return 0;
}
