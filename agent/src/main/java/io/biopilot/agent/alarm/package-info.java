/**
 * Alarms after ISA-18.2: what is abnormal, since when, and whether somebody has seen it.
 *
 * <p>{@link io.biopilot.agent.alarm.AlarmBook} is an immutable value that is told of conditions and
 * acknowledgements; {@code active} and {@code acknowledged} are two memories, so that an alarm that
 * came and went unseen stays on the list. A {@link io.biopilot.agent.alarm.Delay} keeps back what
 * comes and goes faster than anybody could act on. Pure: no clock, no thread; the time is that of
 * the event.
 */
@NullMarked
package io.biopilot.agent.alarm;

import org.jspecify.annotations.NullMarked;
