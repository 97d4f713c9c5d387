import type { Filter } from '../../src/model/filter.js';
import { found, verify } from './expected.js';
import { suffix } from './servers.js';
import { add, compare, search } from './session.js';
import type { Check } from './side-by-side.js';

export const values = `ou=Valeurs,${suffix}`;
export const valuesEntry = add(values, { objectClass: 'organizationalUnit', ou: 'Valeurs' });

/** What a stored value and an assertion are to each other. */
export type Verdict = 'equal' | 'other' | 'undefined';

type Octets = string | Buffer;

export interface Pair {
  readonly attribute: string;
  readonly stored: Octets;
  readonly asserted: Octets;
  readonly verdict: Verdict;
}

const compareCodes = {
  equal: 'compareTrue',
  other: 'compareFalse',
  undefined: 'invalidAttributeSyntax',
} as const;

let count = 0;

/**
 * One entry holds the value; an equality filter, its negation and a compare must agree on the
 * assertion: TRUE, FALSE or Undefined (RFC 4511 §4.5.1.7, §4.10).
 */
export function pairRow(title: string, pair: Pair, slapdDeparts?: string): Check {
  const name = `v${++count}`;
  const dn = `cn=${name},${values}`;
  const { attribute, stored, asserted, verdict } = pair;
  const value = typeof asserted === 'string' ? Buffer.from(asserted) : asserted;
  const filter: Filter = { kind: 'equality', attribute, value };
  const asked = (of: Filter): ReturnType<typeof search> => ({ ...search(dn), filter: of });
  return {
    title,
    run: async (peer) => {
      const classes = ['device', 'extensibleObject'];
      await peer.load([add(dn, { objectClass: classes, cn: name, [attribute]: stored })]);
      const root = await peer.root();
      verify(await root.ask(asked(filter)), verdict === 'equal' ? found(name) : found());
      const negated = await root.ask(asked({ kind: 'not', filter }));
      verify(negated, verdict === 'other' ? found(name) : found());
      verify(await root.ask(compare(dn, attribute, value)), compareCodes[verdict]);
    },
    ...(slapdDeparts === undefined ? {} : { slapdDeparts }),
  };
}
