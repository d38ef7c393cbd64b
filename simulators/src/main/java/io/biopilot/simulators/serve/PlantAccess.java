package io.biopilot.simulators.serve;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to reach the plant.
 *
 * @param opcUaUrl e.g. {@code opc.tcp://127.0.0.1:4840/biopilot}
 * @param mqttUrl e.g. {@code ssl://127.0.0.1:8883}
 * @param fingerprint SHA-256 of the server's certificate, for OPC UA and the broker's TLS
 * @param certificate that certificate, a PEM file
 * @param user name for both
 * @param password for both; a fresh array at each call
 * @param passwordFile where a password that was made is kept; null for one that was given
 */
public record PlantAccess(
    String opcUaUrl,
    String mqttUrl,
    String fingerprint,
    Path certificate,
    String user,
    Supplier<char[]> password,
    @Nullable Path passwordFile) {}
