package io.biopilot.connectors.opcua;

import io.biopilot.connectors.ConnectionFailure;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.jspecify.annotations.Nullable;

/** Decides whether the server at the configured address is the one that was trusted there. */
final class ServerTrust implements CertificateValidator {
  private final TrustStore store;
  private final String url;

  ServerTrust(TrustStore store, String url) {
    this.store = store;
    this.url = url;
  }

  /** Looks before anything is sent, with a message that says what to do. */
  void require(EndpointDescription endpoint) throws ConnectionFailure {
    X509Certificate shown = OpcUaTrust.certificateOf(endpoint);
    String fingerprint = Fingerprint.of(shown);
    try {
      Optional<X509Certificate> trusted = store.trustedAt(url);
      if (!trusted.equals(Optional.of(shown))) {
        String known =
            trusted
                .map(t -> "; the one trusted so far has " + Fingerprint.of(t))
                .orElse("; no certificate is trusted for this address yet");
        throw ConnectionFailure.permanent(
            "the certificate of %s is not trusted: its SHA-256 fingerprint is %s%s (kept in %s). Compare it with the one shown at the server, then run: biopilot trust %s --fingerprint %s --pki %s"
                .formatted(
                    url,
                    fingerprint,
                    known,
                    store.reject(url, shown),
                    url,
                    fingerprint,
                    store.directory()));
      }
    } catch (IOException e) {
      throw ConnectionFailure.permanent(String.valueOf(e.getMessage()), e);
    }
    List<String> faults =
        CertificateCheck.faults(shown, endpoint.getServer().getApplicationUri(), Instant.now());
    if (!faults.isEmpty()) {
      throw ConnectionFailure.permanent(
          "the certificate of %s %s".formatted(url, String.join(" and ", faults)));
    }
  }

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain,
      @Nullable String applicationUri,
      @Nullable String @Nullable [] validHostnames)
      throws UaException {
    try {
      boolean trusted = store.trustedAt(url).equals(Optional.of(chain.get(0)));
      if (!trusted || !CertificateCheck.faults(chain.get(0), null, Instant.now()).isEmpty()) {
        throw new UaException(StatusCodes.Bad_CertificateUntrusted);
      }
    } catch (IOException e) {
      throw new UaException(StatusCodes.Bad_CertificateUntrusted, e);
    }
  }
}
