/**
 * What stands between the truth and the one who looks at it: instruments with lag, noise, drift and
 * delay, their faults, and the pumps' totalisers.
 *
 * <p>Read {@link io.biopilot.simulators.device.Sensor} and {@link
 * io.biopilot.simulators.device.Instruments}; {@link io.biopilot.simulators.device.Fault} is the
 * vocabulary of failures. Noise is a function of seed, tag and sample number, so that a batch
 * resumed from a snapshot shows the same values as one that ran through.
 *
 * <p>Units as in {@code simulators.plant}; sample times are batch seconds. Pure: no clock, no
 * thread, no socket, no logging.
 */
@NullMarked
package io.biopilot.simulators.device;

import org.jspecify.annotations.NullMarked;
