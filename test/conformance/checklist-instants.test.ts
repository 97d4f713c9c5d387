import { expect } from 'chai';
import type { Filter } from '../../src/model/filter.js';
import { checklist } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { shortName } from './expected.js';
import type { Peer } from './peer.js';
import { search } from './session.js';
import type { Check } from './side-by-side.js';

/** An attribute of p1, as the server keeps it. */
async function kept(peer: Peer, name: string): Promise<string> {
  const root = await peer.root();
  const { entries } = await root.ask(search(person('p1'), { attributes: [name] }));
  return entries[0]?.attributes[0]?.values[0]?.toString() ?? '';
}

type Assertion = readonly [
  title: string,
  kind: 'equality' | 'greaterOrEqual' | 'lessOrEqual',
  assertionOf: (value: string) => string,
  verdict: boolean | 'undefined',
  slapdDeparts?: string,
];

/** `20240131235959Z` so many minutes later, in a zone so many minutes east. */
function shifted(time: string, { minutes = 0, east = 0 }): string {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..)(..)(..)(..)/.exec(time) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const local = new Date(at + (minutes + east) * 60_000).toISOString().replace(/\D/g, '');
  const zone = Math.abs(east);
  const offset = `${String(Math.floor(zone / 60)).padStart(2, '0')}${String(zone % 60).padStart(2, '0')}`;
  return `${local.slice(0, 14)}${east === 0 ? 'Z' : `${east < 0 ? '-' : '+'}${offset}`}`;
}

function assertions(attribute: string, lines: readonly Assertion[]): Check[] {
  return lines.map(([title, kind, assertionOf, verdict, slapdDeparts]) => ({
    title: `${title} (${attribute})`,
    run: async (peer) => {
      const value = Buffer.from(assertionOf(await kept(peer, attribute)));
      const filter: Filter = { kind, attribute, value };
      const root = await peer.root();
      const matches = async (of: Filter): Promise<boolean> => {
        const { result, entries } = await root.ask({ ...search(person('p1')), filter: of });
        expect(result.code).to.equal('success');
        return entries.map(shortName).includes('p1');
      };
      expect(await matches(filter), value.toString()).to.equal(verdict === true);
      expect(await matches({ kind: 'not', filter }), 'negated').to.equal(verdict === false);
    },
    ...(slapdDeparts === undefined ? {} : { slapdDeparts }),
  }));
}

const itself = (value: string): string => value;

/** 50: instants, however they are written (RFC 4517 §3.3.13, §4.2.16). */
const instants = assertions('createTimestamp', [
  ['50 an instant', 'equality', itself, true],
  ['50 with a fraction that is zero', 'equality', (time) => time.replace('Z', '.0Z'), true],
  ['50 with a comma for the fraction', 'equality', (time) => time.replace('Z', ',000Z'), true],
  ['50 an hour to the east', 'equality', (time) => shifted(time, { east: 60 }), true],
  ['50 half an hour to the west', 'equality', (time) => shifted(time, { east: -330 }), true],
  [
    '50 offset of hours alone',
    'equality',
    (time) => shifted(time, { east: 120 }).slice(0, -2),
    true,
  ],
  ['50 another instant', 'equality', (time) => shifted(time, { minutes: 1 }), false],
  ['50 the same digits in another zone', 'equality', (time) => time.replace('Z', '+0100'), false],
  [
    '50 after, in another zone',
    'greaterOrEqual',
    (time) => shifted(time, { minutes: -1, east: 600 }),
    true,
  ],
  ['50 not after', 'greaterOrEqual', (time) => shifted(time, { minutes: 1, east: -600 }), false],
  ['50 before', 'lessOrEqual', (time) => shifted(time, { minutes: 1, east: 60 }), true],
  ['50 itself is not before', 'lessOrEqual', itself, true],
  ['50 hours without minutes', 'greaterOrEqual', (time) => `${time.slice(0, 10)}Z`, true],
  ['50 minutes without seconds', 'greaterOrEqual', (time) => `${time.slice(0, 12)}Z`, true],
  ['50 a fraction of an hour', 'greaterOrEqual', (time) => `${time.slice(0, 10)}.0Z`, true],
  ['50 no zone', 'equality', (time) => time.replace('Z', ''), 'undefined'],
  ['50 month 13', 'equality', () => '20241301000000Z', 'undefined'],
  ['50 the 30th of February', 'equality', () => '20240230000000Z', 'undefined'],
  ['50 a day alone', 'equality', () => '20240101Z', 'undefined'],
  ['50 a fraction without digits', 'equality', (time) => time.replace('Z', '.Z'), 'undefined'],
]);

/** 55: the rules of what the server keeps (RFC 4530, RFC 5020, RFC 4517). */
const keptRules = [
  ...assertions('entryUUID', [
    ['55 a UUID', 'equality', itself, true],
    ['55 a UUID in capitals (RFC 4530 §2.2)', 'equality', (uuid) => uuid.toUpperCase(), true],
    [
      '55 its order (RFC 4530 §2.3)',
      'greaterOrEqual',
      () => '00000000-0000-0000-0000-000000000000',
      true,
    ],
    ['55 no UUID', 'equality', () => 'p1', 'undefined'],
  ]),
  ...assertions('entryDN', [
    ['55 the name of the entry (RFC 5020)', 'equality', itself, true],
    [
      '55 the name in other words',
      'equality',
      (dn) => dn.toUpperCase().replaceAll(',', ' , '),
      true,
    ],
    ['55 another name', 'equality', () => people, false],
  ]),
  ...assertions('entryCSN', [
    ['55 a change sequence number', 'equality', itself, true],
    ['55 its order', 'greaterOrEqual', () => '20000101000000.000000Z#000000#000#000000', true],
    ['55 not yet', 'greaterOrEqual', () => '29990101000000.000000Z#000000#000#000000', false],
  ]),
  ...assertions('hasSubordinates', [
    ['49 a truth value', 'equality', () => 'FALSE', true],
    ['49 the other', 'equality', () => 'TRUE', false],
    ['49 not in small letters', 'equality', () => 'false', 'undefined'],
  ]),
  ...assertions('structuralObjectClass', [
    ['55 an object identifier by its number', 'equality', () => '2.16.840.1.113730.3.2.2', true],
    ['55 an object identifier by its name', 'equality', () => 'INETORGPERSON', true],
  ]),
];

checklist('matching', [...instants, ...keptRules]);
