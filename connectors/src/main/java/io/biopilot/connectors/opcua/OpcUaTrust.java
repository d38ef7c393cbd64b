package io.biopilot.connectors.opcua;

import io.biopilot.connectors.ConnectionFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;

/**
 * First contact with a server: its certificate is fetched, a person compares the fingerprint with
 * the one read at the server itself, and only then it is stored as trusted for that host and port.
 */
public final class OpcUaTrust {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * What a server shows of itself.
   *
   * @param fingerprint SHA-256 of the certificate, {@code 3F:A2:…}
   * @param faults why it cannot be trusted whatever the fingerprint; empty for a sound one
   */
  public record ServerCertificate(
      String url,
      String fingerprint,
      String subject,
      String applicationUri,
      Instant notBefore,
      Instant notAfter,
      List<String> faults) {
    public ServerCertificate {
      faults = List.copyOf(faults);
    }
  }

  /** What became of a request to trust. */
  public sealed interface Answer {}

  /** What {@link #look} found; nothing was stored. */
  public record Shown(ServerCertificate certificate) implements Answer {}

  /** The certificate is stored in this file. */
  public record Trusted(ServerCertificate certificate, Path file) implements Answer {}

  /** Nothing was stored, for the reason given. */
  public record Refused(String reason) implements Answer {}

  private OpcUaTrust() {}

  /** Fetches the server's certificate and stores nothing. */
  public static Answer look(String url) {
    return contact(url, null, null);
  }

  /**
   * Stores the server's certificate if its SHA-256 fingerprint is the given one.
   *
   * @param fingerprint as read at the server, with or without colons
   * @param directory the one of {@link OpcUaConfig}
   */
  public static Answer trust(String url, String fingerprint, Path directory) {
    return contact(url, fingerprint, directory);
  }

  private static Answer contact(
      String url, @Nullable String fingerprint, @Nullable Path directory) {
    try {
      List<EndpointDescription> endpoints = Discovery.endpoints(url, PATIENCE);
      EndpointDescription endpoint =
          endpoints.stream()
              .filter(Discovery::isSecure)
              .findFirst()
              .orElseThrow(
                  () -> ConnectionFailure.permanent(url + " offers no secured endpoint to trust"));
      X509Certificate certificate = certificateOf(endpoint);
      ServerCertificate shown = show(url, endpoint, certificate);
      if (fingerprint == null || directory == null) {
        return new Shown(shown);
      }
      if (!Fingerprint.same(shown.fingerprint(), fingerprint)) {
        return new Refused(
            "%s shows a certificate with fingerprint %s, not %s: somebody may stand between, or the server has a new certificate; nothing was stored"
                .formatted(url, shown.fingerprint(), fingerprint));
      }
      if (!shown.faults().isEmpty()) {
        return new Refused(
            "the certificate of %s %s; nothing was stored"
                .formatted(url, String.join(" and ", shown.faults())));
      }
      return new Trusted(shown, new TrustStore(directory).trust(url, certificate));
    } catch (ConnectionFailure | IOException e) {
      return new Refused(String.valueOf(e.getMessage()));
    }
  }

  static X509Certificate certificateOf(EndpointDescription endpoint) throws ConnectionFailure {
    ByteString bytes = endpoint.getServerCertificate();
    if (bytes == null || bytes.isNullOrEmpty()) {
      throw ConnectionFailure.permanent(endpoint.getEndpointUrl() + " shows no certificate");
    }
    try {
      return CertificateUtil.decodeCertificates(bytes.bytesOrEmpty()).get(0);
    } catch (UaException e) {
      throw ConnectionFailure.permanent(
          endpoint.getEndpointUrl() + " shows something that is not a certificate", e);
    }
  }

  private static ServerCertificate show(
      String url, EndpointDescription endpoint, X509Certificate certificate) {
    String uri = endpoint.getServer().getApplicationUri();
    return new ServerCertificate(
        url,
        Fingerprint.of(certificate),
        certificate.getSubjectX500Principal().getName(),
        CertificateUtil.getSanUri(certificate).orElse("none"),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        CertificateCheck.faults(certificate, uri, Instant.now()));
  }
}
