import { expect } from 'chai';
import type { Actor } from '../../src/operations/actor.js';
import { BerWriter } from '../../src/protocol/writer.js';
import { Tag } from '../../src/protocol/tags.js';
import {
  actorOf,
  anonymous,
  type Opened,
  openFixture,
  personDn,
  plain,
  root,
  search,
  suffix,
} from './fixture.js';
import { control, selection } from './controlled.js';

const francois = personDn('francois.grangere');
const yann = personDn('yann.martin');
const anne = personDn('anne.martin');

/** The value as Sun's clients write it. */
function sunValue(authzId: string, attributes?: readonly string[]): Buffer {
  const writer = new BerWriter();
  const outer = writer.begin(Tag.sequence);
  writer.text(authzId);
  if (attributes) writer.raw(selection(...attributes));
  writer.end(outer);
  return writer.copy();
}

const attribute = (search: number, read: number, compare: number, write: number): string[] => [
  `search:${search},read:${read},compare:${compare},write:${write},` +
    'selfwrite_add:0,selfwrite_delete:0,proxy:0',
];

describe('get effective rights', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  const rights = async (
    actor: Actor,
    value: Buffer | undefined,
    attributes: readonly string[],
    base = francois,
  ): Promise<Record<string, string[]>> => {
    const controls = [control('rights', value)];
    const asked = { base, scope: 'base', attributes, controls } as const;
    const { result, entries } = await search(opened.directory, actor, asked);
    expect(result.code, result.message).to.equal('success');
    return plain(entries[0]);
  };
  const own = (authzId: string): Buffer => Buffer.from(authzId);

  it('says what somebody may do to the entry and to each attribute asked for', async () => {
    const asked = ['aclRights', 'mail', 'userPassword', 'reponseAccesORIS', 'entryUUID'];
    const told = await rights(root, own(`dn:${yann}`), asked);
    expect(told).to.deep.equal({
      mail: ['francois.grangere@example.org'],
      entryUUID: told['entryUUID'],
      'aclRights;entryLevel': ['add:0,delete:0,read:1,write:1,proxy:0,rename:0'],
      'aclRights;attributeLevel;mail': attribute(1, 1, 1, 1),
      'aclRights;attributeLevel;userPassword': attribute(0, 0, 0, 0),
      'aclRights;attributeLevel;reponseAccesORIS': attribute(0 + 1, 1, 1, 0),
      'aclRights;attributeLevel;entryUUID': attribute(1, 1, 1, 0),
    });
  });

  it('knows the three spellings of the value, and none for oneself', async () => {
    const expected = ['add:0,delete:0,read:1,write:1,proxy:0,rename:0'];
    const bare = Buffer.concat([Buffer.from([0x04, 3 + francois.length]), own(`dn:${francois}`)]);
    for (const value of [
      own(`dn:${francois}`),
      own('u:francois.grangere'),
      bare,
      sunValue(`dn:${francois}`),
      sunValue(`dn:${francois}`, []),
    ]) {
      const told = await rights(root, value, ['aclRights', '1.1']);
      expect(told, value.toString()).to.deep.equal({ 'aclRights;entryLevel': expected });
    }
    const all = await rights(root, undefined, ['aclRights;entryLevel']);
    expect(all).to.deep.equal({
      'aclRights;entryLevel': ['add:1,delete:1,read:1,write:1,proxy:1,rename:1'],
    });
  });

  it('tells of attributes that the control or a class names, held or not', async () => {
    const value = sunValue(`dn:${francois}`, ['title', 'nope', 'demandeAccesORIS']);
    const told = await rights(root, value, ['aclRights;attributeLevel', '@dcObject']);
    expect(told).to.not.include.keys('aclRights;attributeLevel;nope', 'aclRights;entryLevel');
    expect(told).to.deep.include({
      'aclRights;attributeLevel;dc': attribute(1, 1, 1, 0),
      'aclRights;attributeLevel;title': attribute(1, 1, 1, 0),
      'aclRights;attributeLevel;demandeAccesORIS': attribute(1, 1, 1, 1),
    });
  });

  it('with * it tells of what the entry has', async () => {
    const told = await rights(root, own(`dn:${anne}`), ['*', 'aclRights']);
    expect(told['aclRights;entryLevel']).to.deep.equal([
      'add:1,delete:1,read:1,write:1,proxy:0,rename:1',
    ]);
    expect(told['aclRights;attributeLevel;cn']).to.deep.equal(attribute(1, 1, 1, 1));
    const names = Object.keys(told).filter((name) => name.startsWith('aclRights;attributeLevel'));
    expect(names).to.have.length(new Set(names).size);
    expect(names).to.not.include('aclRights;attributeLevel;title');
  });

  it('somebody missing or inactive has the rights of nobody', async () => {
    const nothing = ['add:0,delete:0,read:0,write:0,proxy:0,rename:0'];
    for (const id of [personDn('nobody'), personDn('helene.le-goff'), 'no name', '']) {
      const told = await rights(root, own(`dn:${id}`), ['aclRights']);
      expect(told['aclRights;entryLevel'], id).to.deep.equal(nothing);
    }
  });

  it('is for the root DN and regional administrators; others get their answer without it', async () => {
    const value = own(`dn:${anne}`);
    const told = await rights(actorOf(opened.directory, anne), value, ['uid', 'aclRights']);
    expect(told).to.include.keys('aclRights;entryLevel', 'aclRights;attributeLevel;uid');
    for (const who of [yann, francois]) {
      const actor = actorOf(opened.directory, who);
      const answer = await rights(actor, value, ['uid', 'aclRights']);
      expect(answer).to.deep.equal({ uid: ['francois.grangere'] });
      // Nor does whether the subject exists show in anything.
      const missing = await rights(actor, own('dn:uid=x'), ['uid', 'aclRights']);
      expect(missing).to.deep.equal(answer);
    }
  });

  it('stands in the answer only: not without the control, not in a filter, not on what is hidden', async () => {
    const asked = { base: francois, scope: 'base', attributes: ['uid', 'aclRights'] } as const;
    const without = await search(opened.directory, root, asked);
    expect(plain(without.entries[0])).to.deep.equal({ uid: ['francois.grangere'] });
    const unasked = await rights(root, undefined, ['*', '+']);
    expect(Object.keys(unasked).join()).to.not.include('aclRights');
    const controls = [control('rights')];
    const filtered = await search(opened.directory, root, {
      ...asked,
      filter: '(aclRights=*)',
      controls,
    });
    expect(filtered.entries).to.have.length(0);
    const hidden = await search(opened.directory, anonymous, { ...asked, controls });
    expect(hidden.result.code).to.equal('noSuchObject');
  });

  it('a malformed value is a protocol error', async () => {
    for (const value of ['30', '3000', '3002040a', 'ff', '78', '0405646e'].map((hex) =>
      Buffer.from(hex, 'hex'),
    )) {
      const { result } = await search(opened.directory, root, {
        controls: [control('rights', value)],
      });
      expect(result.code, value.toString('hex')).to.equal('protocolError');
    }
  });

  it('a search of many entries tells of each', async () => {
    const { entries } = await search(opened.directory, root, {
      base: `ou=personnes,${suffix}`,
      scope: 'one',
      attributes: ['memberOf', 'aclRights;entryLevel'],
      controls: [control('rights', own(`dn:${francois}`))],
    });
    const told = entries.map(
      (entry) => /read:./.exec(plain(entry)['aclRights;entryLevel']?.[0] ?? '')?.[0],
    );
    expect(told).to.have.members(['read:1', 'read:0', 'read:0', 'read:0', 'read:0']);
  });
});
