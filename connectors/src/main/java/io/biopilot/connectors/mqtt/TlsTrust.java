package io.biopilot.connectors.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom the client takes for the broker. */
public sealed interface TlsTrust {

  /** A factory of sockets that trust as described (TLS 1.2 or newer). */
  SSLSocketFactory socketFactory() throws IOException;

  /** Whether the broker's name in its certificate must be the one that was dialled. */
  boolean checksName();

  /** A broker whose certificate was issued by one of the authorities in a PEM file. */
  record CaFile(Path file) implements TlsTrust {
    @Override
    public SSLSocketFactory socketFactory() throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate authority :
            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("authority" + count++, authority);
        }
        if (count == 0) {
          throw new IOException(file + " holds no certificate; expected PEM");
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factoryOf(factory.getTrustManagers());
      } catch (GeneralSecurityException e) {
        throw new IOException("cannot read certificates from " + file, e);
      }
    }

    @Override
    public boolean checksName() {
      return true;
    }
  }

  /** The broker whose own certificate has this SHA-256 fingerprint, whatever its name. */
  record Fingerprint(String sha256) implements TlsTrust {
    public Fingerprint {
      sha256 = sha256.replaceAll("(?i)^sha-?256[:=]|[:\\s-]", "").toUpperCase(Locale.ROOT);
      if (!sha256.matches("[0-9A-F]{64}")) {
        throw new IllegalArgumentException(
            "'%s' is not a SHA-256 fingerprint (64 hexadecimal digits)".formatted(sha256));
      }
    }

    @Override
    public SSLSocketFactory socketFactory() throws IOException {
      return factoryOf(new TrustManager[] {new PinnedCertificate(sha256)});
    }

    @Override
    public boolean checksName() {
      return false;
    }

    /** The fingerprint of a certificate, 64 hexadecimal digits. */
    static String of(Certificate certificate) throws GeneralSecurityException {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().withUpperCase().formatHex(digest);
    }
  }

  private static SSLSocketFactory factoryOf(TrustManager[] managers) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no TLS", e);
    }
  }
}
