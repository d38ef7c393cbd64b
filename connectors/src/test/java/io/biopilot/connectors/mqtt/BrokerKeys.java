package io.biopilot.connectors.mqtt;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.Base64;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A broker's key and self-signed certificate, in the forms that Artemis and Mosquitto want. */
record BrokerKeys(Path keyStore, Path certificatePem, Path keyPem, X509Certificate certificate) {
  static final String PASSWORD = "changeit";

  static BrokerKeys make(Path directory) throws Exception {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    X509Certificate certificate =
        new SelfSignedCertificateBuilder(keys)
            .setCommonName("broker")
            .setApplicationUri("urn:broker")
            .setValidityPeriod(Period.ofYears(1))
            .addDnsName("localhost")
            .addIpAddress("127.0.0.1")
            .build();
    Path store = directory.resolve("broker.p12");
    KeyStore keyStore = KeyStore.getInstance("PKCS12");
    keyStore.load(null, null);
    keyStore.setKeyEntry(
        "broker", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
    try (OutputStream out = Files.newOutputStream(store)) {
      keyStore.store(out, PASSWORD.toCharArray());
    }
    Path certificatePem = directory.resolve("broker.pem");
    Path keyPem = directory.resolve("broker.key");
    Files.writeString(certificatePem, pem("CERTIFICATE", certificate.getEncoded()));
    Files.writeString(keyPem, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    return new BrokerKeys(store, certificatePem, keyPem, certificate);
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
  }
}
