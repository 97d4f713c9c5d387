import { expect } from 'chai';
import type { Actor } from '../../src/operations/actor.js';
import {
  actorOf,
  anonymous,
  type Opened,
  openFixture,
  personDn,
  root,
  search,
  smallDirectory,
  suffix,
} from './fixture.js';
import {
  actsAs,
  adding,
  ask,
  comparing,
  control,
  deleting,
  entryRead,
  renaming,
  replacing,
  selection,
} from './controlled.js';
import { policyOfRepresentation } from './representation.js';
import { lastRow, read } from './writing.js';

const francois = personDn('francois.grangere');
const helene = personDn('helene.le-goff');
const portail = `cn=portail,ou=comptes,${suffix}`;
const rootDn = `cn=admin,${suffix}`;
const entries = [
  ...smallDirectory,
  [portail, { objectClass: 'applicationProcess', cn: 'portail' }] as const,
];

describe('proxied authorization (RFC 4370)', () => {
  let opened: Opened;

  beforeEach(async () => {
    opened = await openFixture({ entries, with: { policy: policyOfRepresentation() } });
  });
  afterEach(() => opened.close());

  const whoAmI = async (actor: Actor, ...asked: Parameters<typeof actsAs>): Promise<string> => {
    const request = {
      kind: 'extended',
      oid: '1.3.6.1.4.1.4203.1.11.3',
      value: undefined,
    } as const;
    const context = { controls: [actsAs(...asked)] };
    const { result, value } = await opened.directory.as(actor).extended(request, context);
    return result.code === 'success' ? (value?.toString() ?? 'none') : result.code;
  };
  const portal = (): Actor => actorOf(opened.directory, portail);

  it('is asked of entries that one may represent; root of all, and all of themselves', async () => {
    const rows: readonly (readonly [who: Actor, authzId: string, then: string])[] = [
      [portal(), `dn:${francois}`, `dn:${francois}`],
      [portal(), `DN: UID=Francois.Grangere, ou=personnes,${suffix}`, `dn:${francois}`],
      [portal(), 'u:francois.grangere', `dn:${francois}`],
      [portal(), `dn:${portail}`, `dn:${portail}`],
      [portal(), '', ''],
      [portal(), 'dn:', ''],
      [root, `dn:${personDn('anne.martin')}`, `dn:${personDn('anne.martin')}`],
      [root, `dn:${rootDn}`, `dn:${rootDn}`],
      [root, '', ''],
      [actorOf(opened.directory, francois), `dn:${francois}`, `dn:${francois}`],
    ];
    for (const [who, authzId, then] of rows) {
      expect(await whoAmI(who, authzId), `${who.kind} ${authzId}`).to.equal(then);
    }
  });

  it('is denied in the same words whoever the other is', async () => {
    const restore: Actor = { kind: 'internal', door: 'import', secure: true, name: 'restore' };
    const rows: readonly (readonly [Actor, string])[] = [
      [portal(), `dn:${personDn('anne.martin')}`], // holds a role
      [portal(), `dn:${helene}`], // inactive
      [portal(), `dn:${personDn('nobody')}`],
      [portal(), `dn:cn=x,dc=elsewhere`],
      [portal(), 'dn:not a name'],
      [portal(), 'u:nobody'],
      [portal(), 'u:'],
      [portal(), `dn:${rootDn}`],
      [portal(), 'u:restore'],
      [portal(), `dn:cn=vide,ou=groupes,${suffix}`],
      [root, `dn:${personDn('nobody')}`],
      [root, `dn:${helene}`],
      [actorOf(opened.directory, francois), `dn:${personDn('soazig.riou')}`],
      [actorOf(opened.directory, personDn('anne.martin')), `dn:${francois}`],
      [anonymous, `dn:${francois}`],
      [anonymous, ''],
      [restore, `dn:${francois}`],
    ];
    for (const [who, authzId] of rows) {
      const { result } = await search(opened.directory, who, { controls: [actsAs(authzId)] });
      expect(result, `${who.kind} ${authzId}`).to.deep.equal({
        code: 'authorizationDenied',
        message: 'no right to act for this identity',
        matchedDn: '',
        referrals: [],
        controls: [],
      });
    }
  });

  it('must be critical, with a value that is an authzId', async () => {
    for (const [value, critical] of [
      [Buffer.from(`dn:${francois}`), false],
      [Buffer.alloc(0), false],
      [undefined, true],
      [Buffer.from('francois'), true],
      [Buffer.from([0x64, 0x6e, 0x3a, 0xff]), true],
    ] as const) {
      const controls = [control('proxied', value, critical)];
      const { result } = await search(opened.directory, root, { controls });
      expect(result.code).to.equal('protocolError');
    }
  });

  it('every operation is done with the rights of the other', async () => {
    const as = actsAs(`dn:${francois}`);
    const own = await search(opened.directory, portal(), { filter: '(uid=*)', controls: [as] });
    expect(own.dns).to.deep.equal([francois]);
    const soazig = personDn('soazig.riou');
    const rows = [
      [comparing(francois, 'sn', 'grangère'), 'compareTrue'],
      [comparing(soazig, 'sn', 'riou'), 'noSuchObject'],
      [replacing(francois, 'demandeAccesORIS', '20260101120000Z'), 'success'],
      [replacing(francois, 'mail', 'x@example.org'), 'insufficientAccessRights'],
      [deleting(francois), 'insufficientAccessRights'],
      [renaming(francois, 'uid=x'), 'insufficientAccessRights'],
      [adding(personDn('x'), { objectClass: 'person', cn: 'x' }), 'insufficientAccessRights'],
    ] as const;
    for (const [request, code] of rows) {
      const result = await ask(opened.directory, portal(), request, as);
      expect(result.code, request.kind).to.equal(code);
    }
    const nobody = await ask(opened.directory, root, deleting(soazig), actsAs(''));
    expect(nobody.code).to.equal('strongerAuthRequired');
  });

  it('journal and record name both', async () => {
    const request = replacing(francois, 'demandeAccesORIS', '20260101120000Z');
    const read1 = control('postRead', selection('modifiersName'));
    const result = await ask(opened.directory, portal(), request, actsAs(`dn:${francois}`), read1);
    expect(entryRead(result, 'postRead')?.values).to.deep.equal({ modifiersName: [francois] });
    expect(lastRow(opened.directory)).to.include({ actor: portail, onBehalfOf: francois });
    const both = { actor: portail, onBehalfOf: francois };
    expect(opened.records.at(-1)).to.include({ operation: 'modify', code: 'success', ...both });
    // A refusal after the identity was granted names both too, one before it the first alone.
    await ask(opened.directory, portal(), deleting(francois), actsAs(`dn:${francois}`));
    expect(opened.records.at(-1)).to.include({ code: 'insufficientAccessRights', ...both });
    await ask(opened.directory, portal(), deleting(francois), actsAs(`dn:${helene}`));
    expect(opened.records.at(-1)).to.include({ code: 'authorizationDenied', actor: portail });
    expect(opened.records.at(-1)?.onBehalfOf).to.equal(undefined);
  });

  it('acting as oneself is acting, not acting for another', async () => {
    const request = replacing(francois, 'demandeAccesORIS', '20260101120000Z');
    const own = actorOf(opened.directory, francois);
    const { code } = await ask(opened.directory, own, request, actsAs(`dn:${francois}`));
    expect(code).to.equal('success');
    expect(lastRow(opened.directory)).to.include({ actor: francois });
    expect(lastRow(opened.directory)).to.not.include.keys('onBehalfOf');
  });

  it('a password is changed as by the other', async function () {
    this.timeout(20_000);
    const request = {
      kind: 'extended',
      oid: '1.3.6.1.4.1.4203.1.11.1',
      value: undefined,
    } as const;
    const context = { controls: [actsAs(`dn:${francois}`)] };
    const { result } = await opened.directory.as(portal()).extended(request, context);
    expect(result.code).to.equal('success');
    expect(read(opened.directory, francois)['modifiersName']).to.deep.equal([francois]);
    expect(lastRow(opened.directory)).to.include({ actor: portail, onBehalfOf: francois });
  });
});
