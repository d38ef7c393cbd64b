/**
 * Records on disk that survive a crash: what was appended and synced is there after kill -9, a torn
 * tail is cut, a damaged record is skipped and counted, and the size is bounded by dropping the
 * oldest with a counted gap. Used before every store and broker that may be away.
 *
 * <p>Read first: {@link io.biopilot.connectors.spool.Spool}.
 *
 * <p>As an outbox: {@code append}; elsewhere {@code peek}, send, {@code acknowledge} the last
 * sequence that arrived. Sending may repeat after a crash, so the receiver needs keys that make a
 * repetition harmless.
 *
 * <p>As a journal: open with {@link io.biopilot.connectors.spool.Spool.Settings#journal}, append
 * one record an event (each append is forced to disk before it returns), never acknowledge, and
 * read back with {@code scan(0, visitor)}. Its files may be read while they are written.
 *
 * <p>Format, all numbers big-endian: a segment {@code %016x.seg}, named by its first sequence,
 * begins with the eight bytes {@code BPSPOOL1} and that sequence; then records of length (4 bytes),
 * CRC-32C (4 bytes, of sequence, length and payload) and payload. Sequences begin at 1 and have no
 * holes but those of damaged or dropped records. Needs nothing but the JDK.
 */
@NullMarked
package io.biopilot.connectors.spool;

import org.jspecify.annotations.NullMarked;
