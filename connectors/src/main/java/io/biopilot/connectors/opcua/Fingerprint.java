package io.biopilot.connectors.opcua;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 of a certificate, as people compare it: {@code 3F:A2:…}, 32 bytes. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be encoded", e);
    }
  }

  /** Compares with what a person typed: any case, with colons, spaces or neither. */
  static boolean same(String fingerprint, String typed) {
    return bare(fingerprint).equals(bare(typed.replaceFirst("(?i)^sha-?256[:=]", "")));
  }

  private static String bare(String text) {
    return text.replaceAll("[:\\s-]", "").toUpperCase(Locale.ROOT);
  }
}
