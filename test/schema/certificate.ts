/** A self-signed certificate made for the tests: serial 0x8001, valid for eighty years. */
export const certificate = Buffer.from(
  [
    'MIIBxzCCAW6gAwIBAgIDAIABMAoGCCqGSM49BAMCMEExCzAJBgNVBAYTAkZSMR4wHAYDVQQKDBVUw6lsw6lzYW50',
    'w6kgQnJldGFnbmUxEjAQBgNVBAMMCUF1dG9yaXTDqTAgFw0yNjExMjUyMzM0MTVaGA8yMTA5MDExNDIzMzQxNVow',
    'QTELMAkGA1UEBhMCRlIxHjAcBgNVBAoMFVTDqWzDqXNhbnTDqSBCcmV0YWduZTESMBAGA1UEAwwJQXV0b3JpdMOp',
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1Dp551nJQtocg4BKWSEi9wKD5mSAqwfQAt3qjlA2l0BRhR73Sq34',
    'UUIUzjeD4E0npt8HeNE9B5ADBmzqcjYz2KNTMFEwHQYDVR0OBBYEFHXVSSIJtf0eLqghvLxJvLyPG5cYMB8GA1Ud',
    'IwQYMBaAFHXVSSIJtf0eLqghvLxJvLyPG5cYMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgeoNN',
    'ykgqenVrvYhUJsX86MRDDp2RKkCIiOOJFUWfPAMCIBn2jEweiDfr5JNvaIfgHo094/19rc77GaqePicn/ygA',
  ].join(''),
  'base64',
);
export const certificateSerial = '32769';
export const certificateIssuer = 'CN=Autorité,O=Télésanté Bretagne,C=FR';

/** Another, of serial 18, whose issuer is all ASCII. */
export const plainCertificate = Buffer.from(
  [
    'MIIBpTCCAUygAwIBAgIBEjAKBggqhkjOPQQDAjAxMQswCQYDVQQGEwJGUjEQMA4GA1UECgwHRXhhbXBsZTEQMA4G',
    'A1UEAwwHVGVzdCBDQTAgFw0yNjExMjUyMzM2NDdaGA8yMTA5MDExNDIzMzY0N1owMTELMAkGA1UEBhMCRlIxEDAO',
    'BgNVBAoMB0V4YW1wbGUxEDAOBgNVBAMMB1Rlc3QgQ0EwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ7cFr+QFJK',
    'CiOArVqpWg5ct6JIC2Ll9bAyoODW1jaKTVnUYbieFMCP8SELR8vSPggKsM/6Di6dHhVdCovDG0nao1MwUTAdBgNV',
    'HQ4EFgQUz47mZrcF08rDFCfj440bQ8EKfb4wHwYDVR0jBBgwFoAUz47mZrcF08rDFCfj440bQ8EKfb4wDwYDVR0T',
    'AQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBdexO7NkCkfCJzl/de3v2vQEkNJkc5XGQXTbAi8/rV2wIgJGyo',
    'D+753CtOCke6PeiQaa2TcEtlsJ/Bz4npl3jpkHQ=',
  ].join(''),
  'base64',
);
