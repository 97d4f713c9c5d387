import { expect } from 'chai';
import { compileAccess } from '../../src/access/compile.js';
import { defaultLimits, type IdentityLimits, type LimitRecord } from '../../src/access/limits.js';
import type { Subject } from '../../src/access/policy.js';
import { readAccessRules } from '../../src/config/data-files.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { parseDn } from '../../src/model/dn.js';
import { realSchema, suffix } from '../operations/fixture.js';

const { schema, catalogue } = realSchema();

function limitsOf(subject: Subject, limites: readonly LimitRecord[] | undefined): IdentityLimits {
  const policy = compileAccess({
    rules: { cibles: {}, secrets: [], regles: [], ...(limites && { limites }) },
    schema,
    suffix: schema.dnKey(parseDn(suffix)),
    catalogue: accessFacts(catalogue),
  });
  return policy.view(subject).limits;
}

const signedIn = (name: string, ...groups: string[]): Subject => ({
  kind: 'entry',
  name: schema.dnKey(parseDn(`${name},${suffix}`)).text,
  entryUuid: name,
  groups: new Set(groups),
  secure: true,
});
const of = (kind: 'anonymous' | 'root' | 'internal'): Subject => ({
  kind,
  name: kind === 'internal' ? 'relay' : '',
  entryUuid: '',
  groups: new Set(),
  secure: true,
});

const person = signedIn('uid=a,ou=personnes');
const referent = signedIn('uid=b,ou=personnes', 'referents-cancerologie');
const regional = signedIn('uid=c,ou=personnes', 'administrateurs');
const portal = signedIn('cn=portail,ou=comptes');

/** Each line allows a size of its own, by which it is known. */
const lines: readonly LimitRecord[] = [
  { limite: 'a', qui: ['anonyme'], entrees: 1 },
  { limite: 'b', qui: ['compte:portail', 'groupe:Administrateurs'], entrees: 2 },
  { limite: 'c', qui: ['referents'], entrees: 3 },
  { limite: 'd', qui: ['connecte'], entrees: 4 },
  { limite: 'e', qui: ['anonyme', 'compte:portail'], entrees: 5 },
];

describe('access/limits', () => {
  const rows: Readonly<Record<string, readonly [Subject, number]>> = {
    'a stranger': [of('anonymous'), 1],
    'an account': [portal, 2],
    'a member of a group': [regional, 2],
    'a referent of a service': [referent, 3],
    'anyone who signed in': [person, 4],
    'the root DN': [of('root'), Infinity],
    'the server itself': [of('internal'), Infinity],
  };
  for (const [who, [subject, entries]] of Object.entries(rows)) {
    it(`gives ${who} the first line that names them`, () => {
      expect(limitsOf(subject, lines).entries).to.equal(entries);
    });
  }

  it('takes what a line does not say from the defaults, which are tighter for strangers', () => {
    const one: LimitRecord[] = [{ limite: 'x', qui: ['connecte', 'anonyme'], examinees: 9 }];
    expect(limitsOf(person, one)).to.deep.equal({ ...defaultLimits, examinedMax: 9 });
    expect(limitsOf(of('anonymous'), one).pduBytesMax).to.equal(256 * 1024);
    expect(limitsOf(of('anonymous'), undefined).pduBytesMax).to.equal(256 * 1024);
    expect(limitsOf(person, undefined)).to.deep.equal(defaultLimits);
  });

  it('reads every quantity, and “illimite” as none', () => {
    const line: LimitRecord = {
      limite: 'x',
      qui: ['connecte'],
      entrees: 1,
      entreesMax: 2,
      secondes: 3,
      secondesMax: 4,
      examinees: 5,
      page: 6,
      entreesPaginees: 7,
      recherches: 8,
      operations: 9,
      connexions: 10,
      pduKio: 64,
      inactiviteSecondes: 'illimite',
      lectureSecondes: 12,
    };
    expect(limitsOf(person, [line])).to.deep.equal({
      entries: 1,
      entriesMax: 2,
      seconds: 3,
      secondsMax: 4,
      examinedMax: 5,
      pageEntriesMax: 6,
      pagedEntriesMax: 7,
      searchesMax: 8,
      operationsMax: 9,
      connectionsMax: 10,
      pduBytesMax: 65_536,
      idleMs: Infinity,
      stallMs: 12_000,
    });
  });

  it('lets nobody have by default more than they may have at most', () => {
    const { entries, seconds } = limitsOf(person, [
      { limite: 'x', qui: ['connecte'], entrees: 'illimite', entreesMax: 5, secondesMax: 6 },
    ]);
    expect([entries, seconds]).to.deep.equal([5, 6]);
  });

  const faults: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
    'a word that names nobody': [['tous'], /limits “x”: “tous” names nobody/],
    '“soi”, who is everybody in turn': [['soi'], /limits “x”: “soi” names nobody/],
  };
  for (const [what, [qui, message]] of Object.entries(faults)) {
    it(`refuses ${what}`, () => {
      expect(() => limitsOf(person, [{ limite: 'x', qui }])).to.throw(message);
    });
  }

  for (const profile of ['annuaire', 'general'] as const) {
    it(`are tight for strangers and generous for whoever serves others, in profile ${profile}`, () => {
      const { limites = [] } = readAccessRules(undefined, profile);
      const stranger = limitsOf(of('anonymous'), limites);
      const others = limitsOf(portal, limites);
      const tighter = Object.entries(stranger).filter(
        ([name, most]) => name !== 'connectionsMax' && most > others[name as keyof IdentityLimits],
      );
      expect(tighter).to.deep.equal([]);
      expect(stranger.entriesMax).to.be.at.most(1_000);
      expect(stranger.examinedMax).to.be.at.most(20_000);
      expect(stranger.secondsMax).to.be.at.most(60);
    });
  }

  it('let a replica read everything and keep quiet for as long as it likes', () => {
    const { limites } = readAccessRules(undefined, 'annuaire');
    const replica = limitsOf(signedIn('cn=replication,ou=comptes'), limites);
    const { entries, entriesMax, seconds, secondsMax, examinedMax, pagedEntriesMax } = replica;
    for (const most of [entries, entriesMax, seconds, secondsMax, examinedMax, pagedEntriesMax]) {
      expect(most).to.equal(Infinity);
    }
    expect(replica.idleMs).to.equal(Infinity);
  });
});
