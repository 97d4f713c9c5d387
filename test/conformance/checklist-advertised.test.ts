import { expect } from 'chai';
import { checklist, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { whoAmI, whoIs } from './checklist-session.js';
import { read, someone } from './checklist-update.js';
import {
  asserted,
  critical,
  matchedValues,
  paged,
  postRead,
  preRead,
  proxied,
  sorted,
  subentries,
  view,
} from './client/controls.js';
import { cancel, passwordModify, startTls } from './client/extended.js';
import { found, shown, type Then, verify } from './expected.js';
import { control, extension, feature } from './oids.js';
import type { Peer } from './peer.js';
import { rootDn, rootPassword } from './servers.js';
import { add, modify, remove, saslBind, search, simpleBind } from './session.js';
import type { Check } from './side-by-side.js';

const advertising = ['supportedControl', 'supportedExtension', 'supportedFeatures'] as const;
type Advertising = (typeof advertising)[number];

async function advertised(peer: Peer, attribute: string): Promise<string[]> {
  const session = await peer.root();
  const { entries } = await session.ask(search('', { attributes: [attribute] }));
  return entries[0]?.attributes.flatMap(({ values }) => values.map(String)) ?? [];
}

type Exercise = Pick<Row, 'ask' | 'controls' | 'given' | 'after'> & { readonly then: Then };

const p1 = person('p1');
const leaf = person('feuille');

/** What shows that each is executed: its effect, not only that it is accepted. */
const exercises: Readonly<Record<Advertising, Readonly<Record<string, Exercise>>>> = {
  supportedControl: {
    [control.pagedResults]: {
      ask: search(people, { scope: 'one' }),
      controls: [paged(2)],
      then: { code: 'success', count: 2 },
    },
    [control.sortRequest]: {
      ask: search(people, { scope: 'one', filter: '(uid=p*)' }),
      controls: [sorted({ by: 'uid', rule: '2.5.13.3', reverse: true })],
      then: { code: 'success', inOrder: ['p4', 'p3', 'p2', 'p1'] },
    },
    [control.vlvRequest]: {
      ask: search(people, { scope: 'one', filter: '(uid=p*)' }),
      controls: [sorted({ by: 'uid', rule: '2.5.13.3' }), view({ offset: 2, of: 4 })],
      then: { code: 'success', inOrder: ['p2'] },
    },
    [control.assertion]: {
      ask: search(p1),
      controls: [asserted('(uid=zz)')],
      then: 'assertionFailed',
    },
    [control.preRead]: {
      ask: modify(p1, ['replace', 'title', 'x']),
      controls: [preRead('uid')],
      then: { code: 'success', controls: [control.preRead] },
    },
    [control.postRead]: {
      ask: modify(p1, ['replace', 'title', 'x']),
      controls: [postRead('uid')],
      then: { code: 'success', controls: [control.postRead] },
    },
    [control.proxiedAuthorization]: {
      ask: whoAmI,
      controls: [proxied(`dn:${p1}`)],
      then: whoIs(`dn:${p1}`),
    },
    [control.matchedValues]: {
      ask: search(person('p2'), { attributes: ['description'] }),
      controls: [matchedValues('(description=b)')],
      then: shown({ description: ['b'] }),
    },
    [control.manageDsaIt]: {
      ask: search('ou=Ailleurs,dc=example,dc=org'),
      controls: [critical(control.manageDsaIt)],
      then: found('Ailleurs'),
    },
    [control.subentries]: {
      ask: search(people, { scope: 'one' }),
      controls: [subentries(true)],
      then: found(),
    },
    [control.treeDelete]: {
      given: [add(leaf, someone), add(`cn=sous,${leaf}`, { objectClass: 'person', sn: 'x' })],
      ask: remove(leaf),
      controls: [critical(control.treeDelete)],
      then: 'success',
      after: [read(leaf), 'noSuchObject'],
    },
    [control.permissiveModify]: {
      ask: modify(p1, ['add', 'sn', 'Dupont']),
      controls: [critical(control.permissiveModify)],
      then: 'success',
    },
    [control.dontUseCopy]: {
      ask: search(p1),
      controls: [critical(control.dontUseCopy)],
      then: found('p1'),
    },
    [control.rangeRetrieval]: {
      ask: search(`cn=tous,${groups}`, { attributes: ['member;range=0-0'] }),
      then: shown({ 'member;range=0-0': [p1], member: [] }),
    },
    [control.passwordPolicy]: {
      ask: simpleBind(rootDn, rootPassword),
      controls: [critical(control.passwordPolicy)],
      then: 'success',
    },
    [control.effectiveRights]: {
      ask: search(p1, { attributes: ['*', 'aclRights'] }),
      controls: [critical(control.effectiveRights, Buffer.from(`dn:${p1}`))],
      then: {
        code: 'success',
        and: ({ entries }) => {
          const names = entries[0]?.attributes.map(({ attribute }) => attribute) ?? [];
          expect(names.some((name) => name.startsWith('aclRights;entryLevel'))).to.equal(true);
          expect(names.some((name) => name.startsWith('aclRights;attributeLevel'))).to.equal(true);
        },
      },
    },
  },
  supportedExtension: {
    [extension.whoAmI]: { ask: whoAmI, then: whoIs(`dn:${rootDn}`) },
    [extension.passwordModify]: {
      ask: passwordModify({ of: p1, fresh: 'Zt5!vNw8?gHs' }),
      then: 'success',
    },
    [extension.cancel]: { ask: cancel(4711), then: 'noSuchOperation' },
    [extension.startTls]: {
      ask: startTls,
      controls: [critical(control.unknown)],
      then: 'unavailableCriticalExtension',
    },
  },
  supportedFeatures: {
    [feature.allOperationalAttributes]: {
      ask: search(p1, { attributes: ['+'] }),
      then: shown({ entryDN: [p1], uid: [] }),
    },
    [feature.attributesByClass]: {
      ask: search(p1, { attributes: ['@account', '@uidObject'] }),
      then: shown({ uid: ['p1'] }),
    },
    [feature.trueFalseFilters]: { ask: search(p1, { filter: '(&)' }), then: found('p1') },
    [feature.languageTags]: {
      ask: search(p1, { attributes: ['cn;lang-fr'] }),
      then: shown({ 'cn;lang-fr': ['Jean-Pierre'] }),
    },
    [feature.languageRanges]: {
      ask: search(p1, { filter: '(cn;lang-=jean-pierre)' }),
      then: found('p1'),
    },
    [feature.modifyIncrement]: {
      ask: modify(p1, ['increment', 'uidNumber', '1']),
      then: 'success',
    },
  },
};

/** What OpenLDAP has not, or has and does not say. */
const slapdLacks: ReadonlySet<string> = new Set([
  control.treeDelete,
  control.permissiveModify,
  control.rangeRetrieval,
  control.effectiveRights,
]);

const each: readonly Check[] = advertising.flatMap((attribute) =>
  Object.entries(exercises[attribute]).map(
    ([oid, { ask, controls, given, then, after }]): Check => ({
      title: `77 ${attribute} ${oid} does what it says`,
      run: async (peer) => {
        expect(await advertised(peer, attribute), 'advertised').to.include(oid);
        await peer.load(given ?? []);
        const root = await peer.root();
        verify(await root.ask(ask, controls), then);
        if (after) verify(await root.ask(after[0]), after[1]);
      },
      ...(slapdLacks.has(oid) ? { slapdDeparts: 'it does not advertise it' } : {}),
    }),
  ),
);

const nothingElse: readonly Check[] = advertising.map((attribute) => ({
  title: `77 nothing is in ${attribute} that no row exercises`,
  run: async (peer) => {
    const oids = await advertised(peer, attribute);
    expect(oids).to.not.be.empty;
    const known = Object.keys(exercises[attribute]);
    expect(oids.filter((oid) => !known.includes(oid))).to.deep.equal([]);
  },
  ...(attribute === 'supportedFeatures' ? {} : { slapdDeparts: 'it has more' }),
}));

const mechanisms: Check = {
  title: '77 every mechanism of supportedSASLMechanisms is one that a bind knows',
  run: async (peer) => {
    const session = await peer.open();
    const { entries } = await session.ask(search('', { attributes: ['supportedSASLMechanisms'] }));
    const offered = entries[0]?.attributes.flatMap(({ values }) => values.map(String)) ?? [];
    for (const mechanism of offered) {
      const { result } = await session.ask(saslBind(mechanism, 'x'));
      expect(result.code, mechanism).to.not.equal('authMethodNotSupported');
    }
    verify(await session.ask(simpleBind('', '')), 'success');
  },
};

checklist('controls', [...each, ...nothingElse, mechanisms]);
