package io.biopilot.connectors.opcua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The one certificate trusted for each host and port, a DER file each, so that a reactor's
 * certificate is worth nothing at another's address. Deleting the file ends the trust; the next
 * connection notices.
 */
final class TrustStore {
  private final Path directory;
  private final Path trusted;
  private final Path rejected;

  TrustStore(Path directory) {
    this.directory = directory;
    trusted = directory.resolve("trusted");
    rejected = directory.resolve("rejected");
  }

  Path directory() {
    return directory;
  }

  /** The certificate trusted at this URL's host and port. */
  Optional<X509Certificate> trustedAt(String url) throws IOException {
    Path file = trusted.resolve(fileName(url));
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var bytes = new ByteArrayInputStream(Files.readAllBytes(file));
      return Optional.of(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes));
    } catch (CertificateException e) {
      throw new IOException(file + " is not a certificate; delete it and trust the server anew", e);
    }
  }

  Path trust(String url, X509Certificate certificate) throws IOException {
    return write(trusted, url, certificate);
  }

  /** Keeps a refused certificate for an administrator to look at. */
  Path reject(String url, X509Certificate certificate) throws IOException {
    return write(rejected, url, certificate);
  }

  private static Path write(Path directory, String url, X509Certificate certificate)
      throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(fileName(url));
    try {
      Files.write(file, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IOException("cannot encode the certificate of " + url, e);
    }
    return file;
  }

  private static String fileName(String url) {
    URI uri = URI.create(url);
    String host = String.valueOf(uri.getHost()).replaceAll("[^A-Za-z0-9.-]", "_");
    return "%s_%s.der".formatted(host, uri.getPort());
  }
}
