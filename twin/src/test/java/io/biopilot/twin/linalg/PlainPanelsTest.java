package io.biopilot.twin.linalg;

/** Plain Java keeps the contract of small products. */
class PlainPanelsTest extends PanelsContract {
  @Override
  protected Panels panels() {
    return new PlainPanels();
  }
}
