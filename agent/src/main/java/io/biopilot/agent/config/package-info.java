/**
 * The configuration of one reactor: YAML, checked by a JSON schema and by what the words mean
 * before anything starts.
 *
 * <p>Start with {@link io.biopilot.agent.config.ConfigFile} and {@link
 * io.biopilot.agent.config.Config}. Every problem names file, line, value and what was expected;
 * all problems of a file are told at once. Secrets never stand in the file: they are read from the
 * environment or from a file of their own, at each connection. Numbers carry their unit in the key
 * ({@code spacingMinutes}); a tag's {@code unit} is the plant's and is converted to the canonical
 * one by {@code connectors.Units}.
 */
@NullMarked
package io.biopilot.agent.config;

import org.jspecify.annotations.NullMarked;
