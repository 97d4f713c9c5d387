/** StartTLS (RFC 4511 §4.14): neither request nor response has a value. */
export const startTlsOid = '1.3.6.1.4.1.1466.20037';
