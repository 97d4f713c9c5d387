import type { Entry } from '../model/entry.js';
import type {
  AddRequest,
  Control,
  DeleteRequest,
  ModifyDnRequest,
  ModifyRequest,
} from '../model/request.js';
import type { Result } from '../model/result.js';

export type LdifWrite = AddRequest | ModifyRequest | ModifyDnRequest | DeleteRequest;

/**
 * Where the records of a file go: the directory of this process, or a running server's. Both
 * apply the same rules; a refusal is a `Result`.
 */
export interface LdifDoor {
  apply(request: LdifWrite, controls: readonly Control[]): Promise<Result>;
  /** The entry with its user attributes, passwords included; undefined when there is none. */
  entry(dn: string): Promise<Entry | undefined>;
}
