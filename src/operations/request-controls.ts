import type { Filter } from '../model/filter.js';
import type { AuthorizationId } from '../protocol/controls/authorization-id.js';
import type { EffectiveRights } from '../protocol/controls/effective-rights.js';
import type { SimpleFilter } from '../protocol/controls/matched-values.js';
import type { PagedResults } from '../protocol/controls/paged-results.js';
import type { SortKey } from '../protocol/controls/server-side-sorting.js';
import type { VirtualListView } from '../protocol/controls/virtual-list-view.js';

/** The controls of one request, decoded. */
export interface RequestControls {
  /** Referral objects are plain entries (RFC 3296 §3). */
  readonly manageDsaIt: boolean;
  readonly paged: PagedResults | undefined;
  /** The entry must satisfy it before anything is done (RFC 4528). */
  readonly assertion: Filter | undefined;
  /** Attributes wanted of the entry as it was, or as it has become (RFC 4527). */
  readonly preRead: ReadEntry | undefined;
  readonly postRead: ReadEntry | undefined;
  /** Whom to act for (RFC 4370). */
  readonly proxied: AuthorizationId | undefined;
  /** Adding what is there and deleting what is not succeed. */
  readonly permissive: boolean;
  /** Delete what is below the entry too. */
  readonly treeDelete: boolean;
  readonly effectiveRights: EffectiveRights | undefined;
  /** Whoever asks understands what the password policy says (draft-behera-10 §6.1). */
  readonly passwordPolicy: boolean;
  readonly sort: SortControl | undefined;
  readonly listView: VirtualListView | undefined;
  /** Values that match none of these items stay out of the answer (RFC 3876). */
  readonly matchedValues: readonly SimpleFilter[] | undefined;
  /** Subentries alone, or none of them; undefined: as the scope has it (RFC 3672 §3). */
  readonly subentries: boolean | undefined;
}

/** A pre- or post-read: without criticality an entry that may not be read is no failure. */
export interface ReadEntry {
  readonly attributes: readonly string[];
  readonly critical: boolean;
}

/** Whether a search that cannot be sorted is refused is for the criticality to say (RFC 2891). */
export interface SortControl {
  readonly keys: readonly SortKey[];
  readonly critical: boolean;
}

export const noControls: RequestControls = {
  manageDsaIt: false,
  paged: undefined,
  assertion: undefined,
  preRead: undefined,
  postRead: undefined,
  proxied: undefined,
  permissive: false,
  treeDelete: false,
  effectiveRights: undefined,
  passwordPolicy: false,
  sort: undefined,
  listView: undefined,
  matchedValues: undefined,
  subentries: undefined,
};
