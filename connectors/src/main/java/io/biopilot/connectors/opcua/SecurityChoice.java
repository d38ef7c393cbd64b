package io.biopilot.connectors.opcua;

import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;

/** What a connection may be secured with. Basic128Rsa15 and Basic256 are broken and not offered. */
public enum SecurityChoice {
  /** Signed and encrypted; the default. */
  BASIC256SHA256(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt),
  /** Signed and encrypted. */
  AES128_SHA256_RSAOAEP(SecurityPolicy.Aes128_Sha256_RsaOaep, MessageSecurityMode.SignAndEncrypt),
  /** No protection at all: only where somebody asks for it. */
  NONE(SecurityPolicy.None, MessageSecurityMode.None);

  private final SecurityPolicy policy;
  private final MessageSecurityMode mode;

  SecurityChoice(SecurityPolicy policy, MessageSecurityMode mode) {
    this.policy = policy;
    this.mode = mode;
  }

  boolean matches(EndpointDescription endpoint) {
    return policy.getUri().equals(endpoint.getSecurityPolicyUri())
        && mode == endpoint.getSecurityMode();
  }

  String uri() {
    return policy.getUri();
  }
}
