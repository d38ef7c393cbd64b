/* HPIPM (SPEED mode, tolerance 1e-8, cold) on the seeded quadratic programs of the bench: x+ = A x + B u, Q = I,
 * R = 0.1 I, |u| <= 0.35, |x| <= most; x0 eliminated. Uses the library that comes with CasADi's Python package,
 * whose BLASFEO is built for any machine (no AVX): slower than one built for this machine.
 * Usage: hpipm FILE; FILE holds: problems N bounded, then for each A (row by row), B, x0, most.
 * Prints a line a problem: least thread CPU time (us), iterations, largest residual, u of every stage. */
#include <hpipm_common.h>
#include <hpipm_d_ocp_qp.h>
#include <hpipm_d_ocp_qp_dim.h>
#include <hpipm_d_ocp_qp_ipm.h>
#include <hpipm_d_ocp_qp_sol.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define NX 10
#define NU 2
#define ROUNDS 30

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e6 * t.tv_sec + 1e-3 * t.tv_nsec;
}

static void numbers(FILE *in, int count, double *to) {
  for (int i = 0; i < count; i++)
    if (fscanf(in, "%lf", to + i) != 1) exit(2);
}

static double a[NX * NX], b[NX * NU], x0[NX], most[NX]; /* column-major */

static void read_problem(FILE *in) {
  double row[NX * NX];
  numbers(in, NX * NX, row);
  for (int i = 0; i < NX; i++)
    for (int j = 0; j < NX; j++) a[j * NX + i] = row[i * NX + j];
  numbers(in, NX * NU, row);
  for (int i = 0; i < NX; i++)
    for (int j = 0; j < NU; j++) b[j * NX + i] = row[i * NU + j];
  numbers(in, NX, x0);
  numbers(in, NX, most);
}

static void fill(struct d_ocp_qp *qp, int n, int bounded) {
  double q[NX * NX] = {0}, r[NU * NU] = {0}, first[NX] = {0}, low[NX], ul[NU], uu[NU];
  int index[NX];
  for (int i = 0; i < NX; i++) q[i * NX + i] = 1.0, low[i] = -most[i], index[i] = i;
  for (int i = 0; i < NU; i++) r[i * NU + i] = 0.1, ul[i] = -0.35, uu[i] = 0.35;
  for (int i = 0; i < NX; i++)
    for (int j = 0; j < NX; j++) first[i] += a[j * NX + i] * x0[j];
  d_ocp_qp_set_all_zero(qp);
  for (int k = 0; k <= n; k++) {
    if (k < n) {
      if (k > 0) d_ocp_qp_set_A(k, a, qp);
      d_ocp_qp_set_B(k, b, qp);
      if (k == 0) d_ocp_qp_set_b(k, first, qp);
      d_ocp_qp_set_R(k, r, qp);
      d_ocp_qp_set_idxbu(k, index, qp);
      d_ocp_qp_set_lbu(k, ul, qp);
      d_ocp_qp_set_ubu(k, uu, qp);
    }
    if (k > 0) {
      d_ocp_qp_set_Q(k, q, qp);
      if (bounded) {
        d_ocp_qp_set_idxbx(k, index, qp);
        d_ocp_qp_set_lbx(k, low, qp);
        d_ocp_qp_set_ubx(k, most, qp);
      }
    }
  }
}

int main(int argc, char **argv) {
  FILE *in = argc > 1 ? fopen(argv[1], "r") : NULL;
  int problems, n, bounded;
  if (!in || fscanf(in, "%d %d %d", &problems, &n, &bounded) != 3) return 2;
  struct d_ocp_qp_dim dim;
  d_ocp_qp_dim_create(n, &dim, calloc(1, d_ocp_qp_dim_memsize(n)));
  for (int k = 0; k <= n; k++) {
    d_ocp_qp_dim_set_nx(k, k == 0 ? 0 : NX, &dim);
    d_ocp_qp_dim_set_nu(k, k < n ? NU : 0, &dim);
    d_ocp_qp_dim_set_nbx(k, k > 0 && bounded ? NX : 0, &dim);
    d_ocp_qp_dim_set_nbu(k, k < n ? NU : 0, &dim);
  }
  struct d_ocp_qp qp;
  d_ocp_qp_create(&dim, &qp, calloc(1, d_ocp_qp_memsize(&dim)));
  struct d_ocp_qp_sol solution;
  d_ocp_qp_sol_create(&dim, &solution, calloc(1, d_ocp_qp_sol_memsize(&dim)));
  struct d_ocp_qp_ipm_arg arg;
  d_ocp_qp_ipm_arg_create(&dim, &arg, calloc(1, d_ocp_qp_ipm_arg_memsize(&dim)));
  d_ocp_qp_ipm_arg_set_default(SPEED, &arg);
  double tolerance = 1e-8;
  int iterations = 60;
  d_ocp_qp_ipm_arg_set_tol_stat(&tolerance, &arg);
  d_ocp_qp_ipm_arg_set_tol_eq(&tolerance, &arg);
  d_ocp_qp_ipm_arg_set_tol_ineq(&tolerance, &arg);
  d_ocp_qp_ipm_arg_set_tol_comp(&tolerance, &arg);
  d_ocp_qp_ipm_arg_set_iter_max(&iterations, &arg);
  struct d_ocp_qp_ipm_ws ws;
  d_ocp_qp_ipm_ws_create(&dim, &arg, &ws, calloc(1, d_ocp_qp_ipm_ws_memsize(&dim, &arg)));
  for (int p = 0; p < problems; p++) {
    read_problem(in);
    fill(&qp, n, bounded);
    double best = INFINITY, residual = 0.0, part;
    for (int round = 0; round < ROUNDS; round++) {
      double from = now();
      for (int i = 0; i < 5; i++) d_ocp_qp_ipm_solve(&qp, &solution, &arg, &ws);
      best = fmin(best, (now() - from) / 5);
    }
    int status, took;
    d_ocp_qp_ipm_get_status(&ws, &status);
    if (status != 0) {
      fprintf(stderr, "problem %d: status %d\n", p, status);
      return 1;
    }
    d_ocp_qp_ipm_get_iter(&ws, &took);
    d_ocp_qp_ipm_get_max_res_stat(&ws, &part), residual = fmax(residual, part);
    d_ocp_qp_ipm_get_max_res_eq(&ws, &part), residual = fmax(residual, part);
    d_ocp_qp_ipm_get_max_res_ineq(&ws, &part), residual = fmax(residual, part);
    d_ocp_qp_ipm_get_max_res_comp(&ws, &part), residual = fmax(residual, part);
    printf("%.4f %d %.3e", best, took, residual);
    for (int k = 0; k < n; k++) {
      double u[NU];
      d_ocp_qp_sol_get_u(k, &solution, u);
      for (int i = 0; i < NU; i++) printf(" %.17g", u[i]);
    }
    printf("\n");
  }
  return 0;
}
