import type { Control } from '../../../src/model/request.js';
import { control as oids } from '../oids.js';
import {
  boolean,
  constructed,
  context,
  contextConstructed,
  elements,
  integer,
  numberOf,
  octetString,
  sequence,
} from './elements.js';
import { filterOctets } from './filter-octets.js';
import { filterOf } from './filter-text.js';
import { attributesOf, type ResponseControl } from './responses.js';

/** Request controls, composed from the ASN.1 of their specifications; critical unless said. */

export const critical = (oid: string, value?: Buffer): Control => ({ oid, critical: true, value });
export const optional = (oid: string, value?: Buffer): Control => ({ oid, critical: false, value });
export const uncritical = (one: Control): Control => ({ ...one, critical: false });

/** RFC 2696 §2. */
export const paged = (size: number, cookie: string | Buffer = ''): Control =>
  critical(oids.pagedResults, sequence(integer(size), octetString(cookie)));

export interface SortKey {
  readonly by: string;
  readonly rule?: string;
  readonly reverse?: boolean;
}

/** RFC 2891 §1.1. */
export const sorted = (...keys: readonly SortKey[]): Control =>
  critical(
    oids.sortRequest,
    constructed(
      keys.map(({ by, rule, reverse }) =>
        sequence(
          octetString(by),
          ...(rule === undefined ? [] : [octetString(rule, context(0))]),
          ...(reverse ? [boolean(true, context(1))] : []),
        ),
      ),
    ),
  );

export interface View {
  readonly before?: number;
  readonly after?: number;
  readonly offset?: number;
  readonly of?: number;
  /** Instead of an offset: the first entry that is not before this value. */
  readonly from?: string;
}

/** draft-ietf-ldapext-ldapv3-vlv-09 §6.1. */
export function view({ before = 0, after = 0, offset = 1, of = 0, from }: View): Control {
  const target =
    from === undefined
      ? constructed([integer(offset), integer(of)], contextConstructed(0))
      : octetString(from, context(1));
  return critical(oids.vlvRequest, sequence(integer(before), integer(after), target));
}

/** RFC 4528 §3. */
export const asserted = (filter: string): Control =>
  critical(oids.assertion, filterOctets(filterOf(filter)));

const selection = (names: readonly string[]): Buffer =>
  constructed(names.map((name) => octetString(name)));

/** RFC 4527 §3.1. */
export const preRead = (...names: readonly string[]): Control =>
  critical(oids.preRead, selection(names));

/** RFC 4527 §3.2. */
export const postRead = (...names: readonly string[]): Control =>
  critical(oids.postRead, selection(names));

/** RFC 4370 §3: the value is the identity itself. */
export const proxied = (identity: string): Control =>
  critical(oids.proxiedAuthorization, Buffer.from(identity));

/** RFC 3876 §2: filter items, one beside the other. */
export const matchedValues = (...filters: readonly string[]): Control =>
  critical(
    oids.matchedValues,
    constructed(filters.map((filter) => filterOctets(filterOf(filter)))),
  );

/** RFC 3672 §3. */
export const subentries = (visible: boolean): Control =>
  critical(oids.subentries, boolean(visible));

function valueOf(controls: readonly ResponseControl[], oid: string): Buffer {
  const value = controls.find((one) => one.oid === oid)?.value;
  if (value === undefined) throw new Error(`no value of the control ${oid}`);
  return value;
}

type Controls = readonly ResponseControl[];

const partsOf = (controls: Controls, oid: string): ReturnType<typeof elements> =>
  elements(elements(valueOf(controls, oid))[0]?.content ?? Buffer.alloc(0));

const numberAt = (parts: ReturnType<typeof elements>, at: number): number => {
  const part = parts[at];
  if (!part) throw new Error('an element is missing');
  return numberOf(part);
};

/** The size and cookie that the server answered with. */
export function pageOf(controls: Controls): { readonly size: number; readonly cookie: Buffer } {
  const parts = partsOf(controls, oids.pagedResults);
  return { size: numberAt(parts, 0), cookie: parts[1]?.content ?? Buffer.alloc(0) };
}

/** How sorting went: a result code's number. */
export const sortResultOf = (controls: Controls): number =>
  numberAt(partsOf(controls, oids.sortResponse), 0);

export interface ViewAnswer {
  readonly position: number;
  readonly count: number;
  readonly result: number;
}

export function viewOf(controls: Controls): ViewAnswer {
  const parts = partsOf(controls, oids.vlvResponse);
  return {
    position: numberAt(parts, 0),
    count: numberAt(parts, 1),
    result: numberAt(parts, 2),
  };
}

/** The entry in a read-entry control: its name, and its values by description. */
export function readEntryOf(
  controls: Controls,
  oid: string,
): { readonly dn: string; readonly values: Readonly<Record<string, string[]>> } {
  const [dn, list] = partsOf(controls, oid);
  const pairs = attributesOf(list).map(({ attribute, values }) => [attribute, values.map(String)]);
  return {
    dn: dn?.content.toString() ?? '',
    values: Object.fromEntries(pairs) as Record<string, string[]>,
  };
}
