package io.biopilot.simulators.plant;

/**
 * What truly came of a batch, counted by the plant and seen by no controller.
 *
 * @param hours batch time (h)
 * @param productG product in the vessel (g)
 * @param biomassG biomass in the vessel, dry (g)
 * @param doMinPercent lowest dissolved oxygen so far (% of air saturation)
 * @param violationMinutes time beyond each limit
 * @param unsafeWrites writes outside the limits on feed and doses, refused ones included
 * @param feedL liquid truly fed (L)
 * @param inducerG inducer dosed (g)
 */
public record Truth(
    double hours,
    double productG,
    double biomassG,
    double doMinPercent,
    Minutes violationMinutes,
    long unsafeWrites,
    double feedL,
    double inducerG) {

  /** True minutes beyond each limit; glucose counts only once feeding has begun. */
  public record Minutes(double oxygen, double acetate, double glucose, double volume) {}
}
