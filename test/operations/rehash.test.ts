import { expect } from 'chai';
import { type Opened, openFixture, personDn } from './fixture.js';
import { bindCode, change, lastRow, modify, read } from './writing.js';

const anne = personDn('anne.martin');
const old = '{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp';
const password = 'Secret été';

describe('hashing a password anew at a good sign-in', () => {
  let opened: Opened;
  afterEach(() => opened.close());

  const stored = (): string | undefined => read(opened.directory, anne)['userPassword']?.[0];

  async function open(rehash: boolean): Promise<void> {
    opened = await openFixture({ with: { rehash } });
    await modify(opened.directory, anne, [change('replace', 'userPassword', old)]);
  }

  it('happens where the operator wants it, and changes nothing else', async () => {
    await open(true);
    const before = read(opened.directory, anne);
    expect(await bindCode(opened.directory, anne, password)).equal('success');
    expect(stored()).match(/^\{ARGON2\}\$argon2id/);
    expect(lastRow(opened.directory)).include({ actor: 'system', operation: 'modify' });
    const after = read(opened.directory, anne);
    for (const attribute of ['pwdChangedTime', 'pwdReset', 'pwdHistory']) {
      expect(after[attribute], attribute).deep.equal(before[attribute]);
    }
    expect(await bindCode(opened.directory, anne, password)).equal('success');
  });

  it('does not happen otherwise, nor at a wrong password', async () => {
    await open(false);
    expect(await bindCode(opened.directory, anne, password)).equal('success');
    expect(stored()).equal(old);
    await opened.close();
    await open(true);
    expect(await bindCode(opened.directory, anne, 'faux')).equal('invalidCredentials');
    expect(stored()).equal(old);
  });

  it('happens once, however many sign in together', async () => {
    await open(true);
    const { lastSequence } = opened.directory;
    const codes = await Promise.all(
      Array.from({ length: 6 }, () => bindCode(opened.directory, anne, password)),
    );
    expect(new Set(codes)).deep.equal(new Set(['success']));
    expect(opened.directory.lastSequence - lastSequence).equal(1);
  });

  it('leaves a password that was changed meanwhile', async () => {
    await open(true);
    const signing = bindCode(opened.directory, anne, password);
    await modify(opened.directory, anne, [change('replace', 'userPassword', '{SHA}other')]);
    expect(await signing).equal('success');
    expect(stored()).equal('{SHA}other');
  });
});
