/**
 * Published where `member;range=0-1499` is answered (MS-ADTS 3.1.1.3.4.1). Clients look for it in
 * the root DSE; sent with a search, it asks for nothing.
 */
export const rangeRetrievalOid = '1.2.840.113556.1.4.802';
