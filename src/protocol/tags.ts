/** The identifier octets that LDAP uses (X.690 §8.1.2, RFC 4511 §5.1). */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const;

/** A primitive context-specific tag, `[n]` over an OCTET STRING, INTEGER or BOOLEAN. */
export const context = (n: number): number => 0x80 | n;

/** A constructed context-specific tag, `[n]` over a SEQUENCE, SET or CHOICE. */
export const contextConstructed = (n: number): number => 0xa0 | n;

/** The protocolOp tags, all of class APPLICATION (RFC 4511 Appendix B). */
export const Op = {
  bindRequest: 0x60,
  bindResponse: 0x61,
  unbindRequest: 0x42,
  searchRequest: 0x63,
  searchResultEntry: 0x64,
  searchResultDone: 0x65,
  searchResultReference: 0x73,
  modifyRequest: 0x66,
  modifyResponse: 0x67,
  addRequest: 0x68,
  addResponse: 0x69,
  delRequest: 0x4a,
  delResponse: 0x6b,
  modifyDnRequest: 0x6c,
  modifyDnResponse: 0x6d,
  compareRequest: 0x6e,
  compareResponse: 0x6f,
  abandonRequest: 0x50,
  extendedRequest: 0x77,
  extendedResponse: 0x78,
  intermediateResponse: 0x79,
} as const;
