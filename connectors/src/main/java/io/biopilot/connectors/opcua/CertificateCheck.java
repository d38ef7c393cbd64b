package io.biopilot.connectors.opcua;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;

/** What makes a server's certificate unfit, whoever trusts it. */
final class CertificateCheck {
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
  private static final int SMALLEST_KEY = 2048;

  private CertificateCheck() {}

  /** Empty for a sound one; else each fault in words. The URI is not compared where null. */
  static List<String> faults(
      X509Certificate certificate, @Nullable String applicationUri, Instant now) {
    List<String> faults = new ArrayList<>();
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      faults.add("is valid only from " + certificate.getNotBefore().toInstant());
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      faults.add("expired on " + certificate.getNotAfter().toInstant());
    }
    if (!(certificate.getPublicKey() instanceof RSAPublicKey key)) {
      faults.add("has no RSA key");
    } else if (key.getModulus().bitLength() < SMALLEST_KEY) {
      faults.add("has a key of %s bits, less than 2048".formatted(key.getModulus().bitLength()));
    }
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
      faults.add("is signed with %s, which is broken".formatted(certificate.getSigAlgName()));
    }
    if (!usableByServer(certificate)) {
      faults.add("is not made for a server (key usage)");
    }
    String uri = CertificateUtil.getSanUri(certificate).orElse("none");
    if (applicationUri != null && !applicationUri.equals(uri)) {
      faults.add("names application %s, but the server is %s".formatted(uri, applicationUri));
    }
    return faults;
  }

  private static boolean usableByServer(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    boolean signs = usage == null || usage[0];
    boolean encrypts = usage == null || usage[2] || usage[3];
    try {
      List<String> extended = certificate.getExtendedKeyUsage();
      return signs && encrypts && (extended == null || extended.contains(SERVER_AUTHENTICATION));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
