import type { AttributeInput, Modification } from '../model/modification.js';
import type { Control } from '../model/request.js';

/** One record of an LDIF file (RFC 2849), with the number of its first line. */
export type LdifRecord =
  /** No changetype: an entry to have. */
  | (Located & { readonly kind: 'content'; readonly attributes: readonly AttributeInput[] })
  | (Located & { readonly kind: 'add'; readonly attributes: readonly AttributeInput[] })
  | (Located & { readonly kind: 'delete' })
  | (Located & { readonly kind: 'modify'; readonly changes: readonly Modification[] })
  | (Located & {
      readonly kind: 'modifyDn';
      readonly newRdn: string;
      readonly deleteOldRdn: boolean;
      readonly newSuperior: string | undefined;
    });

interface Located {
  readonly line: number;
  readonly dn: string;
  readonly controls: readonly Control[];
}

/** A record that cannot be read; reading goes on after the next blank line. */
export interface LdifFault {
  readonly kind: 'fault';
  readonly line: number;
  readonly dn: string | undefined;
  readonly message: string;
}
