/**
 * The append-only record of every event and effect, and its replay.
 *
 * <p>{@link io.biopilot.agent.journal.JournalWriter} writes one line a record: CRC-32 (hex), a
 * space, JSON. A torn last line, as a kill leaves it, is cut at the next start. What is not in the
 * journal did not happen: an event is written before it is worked on, its effects before they are
 * carried out. {@link io.biopilot.agent.journal.Replay} computes every estimate, plan and ruling
 * again from the journaled samples, commands and models, and compares.
 */
@NullMarked
package io.biopilot.agent.journal;

import org.jspecify.annotations.NullMarked;
