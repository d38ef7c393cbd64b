package io.biopilot.twin.training;

import io.biopilot.twin.data.Batch;
import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * The variables of a fit to batches: first the free parameters, then for each batch its free
 * initial states, in standard deviations of the batch's initial estimate.
 *
 * @param coordinates of the parameters
 * @param batches in the order of the variables
 * @param freeStates indices in the schema's states, the same for each batch
 */
public record BatchVariables(
    Coordinates coordinates, List<Batch> batches, List<Integer> freeStates) {

  public BatchVariables {
    batches = List.copyOf(batches);
    freeStates = List.copyOf(freeStates);
  }

  public int dimension() {
    return coordinates.dimension() + batches.size() * freeStates.size();
  }

  /** The initial state of a batch at z. */
  public Vec initialState(int batch, double[] z) {
    Batch data = batches.get(batch);
    double[] state = data.initial().state().toArray();
    int offset = offset(batch);
    for (int k = 0; k < freeStates.size(); k++) {
      int i = freeStates.get(k);
      state[i] += z[offset + k] * data.initial().deviation(i);
    }
    return Vec.of(state);
  }

  /** gradient += ∂/∂z of a function whose gradient over one batch's initial state is given. */
  void addInitialGradient(int batch, double[] overInitial, double[] gradient) {
    int offset = offset(batch);
    for (int k = 0; k < freeStates.size(); k++) {
      int i = freeStates.get(k);
      gradient[offset + k] += overInitial[i] * batches.get(batch).initial().deviation(i);
    }
  }

  private int offset(int batch) {
    return coordinates.dimension() + batch * freeStates.size();
  }
}
