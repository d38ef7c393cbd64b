package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * Sizes of a stagewise problem with stages 0..N, and where each stage lies in flat arrays.
 *
 * <p>Stages form a chain, or a tree whose branches share what was decided before they part: each
 * stage but the first has one parent before it, and the children of a stage follow one another.
 * What belongs to the transition into stage c (its matrix and offset) has the index c − 1, which in
 * a chain is the stage it comes from.
 *
 * <p>Stage k has states, controls and general rows; the last stage has no controls. Matrices of a
 * stage are row-major with a leading dimension padded to a multiple of four and their rows padded
 * to an even number; what lies in the padding must stay zero.
 */
public final class StageShape {

  private final int[] parents;
  private final int[] firstChildren; // one more than stages: children of k are [k], [k + 1])
  private final int[] states;
  private final int[] controls;
  private final int[] rows;
  private final int[] variableOffsets;
  private final int[] stateOffsets;
  private final int[] rowOffsets;

  private StageShape(int[] parents, int[] states, int[] controls, int[] rows) {
    this.parents = parents;
    firstChildren = new int[states.length + 1];
    countChildren();
    this.states = states;
    this.controls = controls;
    this.rows = rows;
    int count = states.length;
    variableOffsets = new int[count + 1];
    stateOffsets = new int[count + 1];
    rowOffsets = new int[count + 1];
    for (int k = 0; k < count; k++) {
      if (states[k] < 0 || controls[k] < 0 || rows[k] < 0) {
        throw new IllegalArgumentException("sizes of stage %d must not be negative".formatted(k));
      }
      variableOffsets[k + 1] = variableOffsets[k] + states[k] + controls[k];
      stateOffsets[k + 1] = stateOffsets[k] + states[k];
      rowOffsets[k + 1] = rowOffsets[k] + rows[k];
    }
  }

  /** All stages alike, no controls and the same rows at the last one. */
  public static StageShape uniform(int stages, int states, int controls, int rows) {
    int[] nx = new int[stages + 1];
    int[] nu = new int[stages + 1];
    int[] ng = new int[stages + 1];
    Arrays.fill(nx, states);
    Arrays.fill(nu, controls);
    Arrays.fill(ng, rows);
    nu[stages] = 0;
    return new StageShape(chain(stages + 1), nx, nu, ng);
  }

  private static int[] chain(int count) {
    int[] parents = new int[count];
    Arrays.setAll(parents, k -> k - 1);
    return parents;
  }

  private void countChildren() {
    int child = 1;
    for (int k = 0; k < parents.length; k++) {
      firstChildren[k] = child;
      while (child < parents.length && parents[child] == k) {
        child++;
      }
    }
    firstChildren[parents.length] = child;
    if (child != parents.length) {
      throw new IllegalArgumentException(
          "stage %d must follow its parent and its parent's other children".formatted(child));
    }
  }

  /** Sizes stage by stage; each array has N + 1 entries. */
  public static StageShape of(int[] states, int[] controls, int[] rows) {
    return tree(chain(states.length), states, controls, rows);
  }

  /**
   * A tree.
   *
   * @param parents stage that each one follows, never falling; -1 for the first
   */
  public static StageShape tree(int[] parents, int[] states, int[] controls, int[] rows) {
    int count = states.length;
    if (parents.length != count) {
      throw new IllegalArgumentException(
          "%d parents for %d stages".formatted(parents.length, count));
    }
    if (count < 1 || controls.length != count || rows.length != count) {
      throw new IllegalArgumentException(
          "states, controls and rows need one size a stage: %d, %d, %d"
              .formatted(count, controls.length, rows.length));
    }
    StageShape shape =
        new StageShape(parents.clone(), states.clone(), controls.clone(), rows.clone());
    for (int k = 0; k < count; k++) {
      if (shape.children(k) == 0 && controls[k] != 0) {
        throw new IllegalArgumentException(
            "stage %d is a last one and can have no controls".formatted(k));
      }
    }
    return shape;
  }

  /** The stage that one follows; -1 for the first. */
  public int parent(int stage) {
    return parents[stage];
  }

  /** The first stage that follows one; meaningless where there is none. */
  public int firstChild(int stage) {
    return firstChildren[stage];
  }

  /** How many stages follow one: one in a chain, none at an end. */
  public int children(int stage) {
    return firstChildren[stage + 1] - firstChildren[stage];
  }

  /** N, the number of transitions. */
  public int stages() {
    return states.length - 1;
  }

  public int states(int stage) {
    return states[stage];
  }

  public int controls(int stage) {
    return controls[stage];
  }

  /** States and controls of a stage. */
  public int variables(int stage) {
    return states[stage] + controls[stage];
  }

  /** General rows of a stage. */
  public int rows(int stage) {
    return rows[stage];
  }

  /** Where the stage's variables begin in a flat vector of all variables. */
  public int variableOffset(int stage) {
    return variableOffsets[stage];
  }

  /** Where the stage's states begin in a flat vector of all states (multipliers of transitions). */
  public int stateOffset(int stage) {
    return stateOffsets[stage];
  }

  /** Where the stage's rows begin in a flat vector of all general rows. */
  public int rowOffset(int stage) {
    return rowOffsets[stage];
  }

  public int totalVariables() {
    return variableOffsets[states.length];
  }

  public int totalStates() {
    return stateOffsets[states.length];
  }

  public int totalRows() {
    return rowOffsets[states.length];
  }

  /** Leading dimension of the stage's matrices over its variables. */
  public int leading(int stage) {
    return padded(variables(stage));
  }

  /** The next multiple of four. */
  static int padded(int size) {
    return (size + 3) & ~3;
  }

  /** The next even number. */
  static int even(int size) {
    return (size + 1) & ~1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StageShape shape
        && Arrays.equals(parents, shape.parents)
        && Arrays.equals(states, shape.states)
        && Arrays.equals(controls, shape.controls)
        && Arrays.equals(rows, shape.rows);
  }

  @Override
  public int hashCode() {
    int sizes = 31 * (31 * Arrays.hashCode(states) + Arrays.hashCode(controls));
    return 31 * (sizes + Arrays.hashCode(rows)) + Arrays.hashCode(parents);
  }
}
