/** What one message may hold; beyond, the request is answered with `adminLimitExceeded`. */
export interface DecodeLimits {
  readonly controlsMax: number;
  readonly filterDepthMax: number;
  /** Nodes of a search filter, substrings' parts included. */
  readonly filterTermsMax: number;
  /** Of a whole filter, and of the value of a compare: preparing costs by the octet. */
  readonly assertionBytesMax: number;
  /** Of a search's selection, and of an added entry. */
  readonly attributesMax: number;
  readonly modificationsMax: number;
}

export const decodeLimits: DecodeLimits = {
  controlsMax: 64,
  filterDepthMax: 100,
  filterTermsMax: 4096,
  assertionBytesMax: 256 * 1024,
  attributesMax: 4096,
  modificationsMax: 16384,
};
