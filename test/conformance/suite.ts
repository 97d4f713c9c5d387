import type { Request } from '../../src/model/request.js';

/** What a suite needs beyond the fixture. */
export interface Suite {
  /** Definitions beside the standard ones, in both. */
  readonly schema?: string;
  /** Added after the fixture, to both. */
  readonly entries?: readonly Request[];
  /** Settings of our server, as the environment says them. */
  readonly ours?: Readonly<Record<string, string>>;
  /** Definitions that slapd lacks and we have. */
  readonly slapdSchema?: string;
  /** Lines of slapd's configuration, of its database and before any. */
  readonly slapd?: string;
  readonly slapdGlobals?: string;
}
