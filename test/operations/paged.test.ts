import { expect } from 'chai';
import type { Control } from '../../src/model/request.js';
import {
  decodePagedResults,
  encodePagedResults,
  pagedResultsOid,
} from '../../src/protocol/controls/paged-results.js';
import {
  type Asked,
  type Found,
  type Opened,
  openFixture,
  root,
  search,
  suffix,
} from './fixture.js';

function page(size: number, cookie: Buffer = Buffer.alloc(0)): Control {
  return { oid: pagedResultsOid, critical: true, value: encodePagedResults({ size, cookie }) };
}

function cookieOf({ result }: Found): Buffer {
  return decodePagedResults(result.controls.find(({ oid }) => oid === pagedResultsOid)?.value)
    .cookie;
}

describe('operations/paged results', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture();
  });
  after(() => opened.close());

  const pagesOf = async (asked: Asked, size: number): Promise<string[][]> => {
    const pages: string[][] = [];
    let cookie = Buffer.alloc(0);
    do {
      const found = await search(opened.directory, root, {
        ...asked,
        controls: [page(size, cookie)],
      });
      expect(found.result.code).to.equal('success');
      pages.push([...found.dns]);
      cookie = Buffer.from(cookieOf(found));
    } while (cookie.length > 0);
    return pages;
  };

  for (const scope of ['base', 'one', 'sub'] as const) {
    it(`scope ${scope}: every entry once, and the last cookie is empty`, async () => {
      const base = `ou=personnes,${suffix}`;
      const whole = await search(opened.directory, root, { base, scope });
      const pages = await pagesOf({ base, scope }, 2);
      expect(pages.flat().sort()).to.deep.equal([...whole.dns].sort());
      expect(pages).to.have.length(Math.max(1, Math.ceil(whole.dns.length / 2)));
    });
  }

  it('an index answers pages as well', async () => {
    const pages = await pagesOf({ filter: '(sn=martin)' }, 1);
    expect(pages.map(({ length }) => length)).to.deep.equal([1, 1]);
  });

  const refusals: Readonly<Record<string, readonly [Asked, string]>> = {
    'another filter': [{ filter: '(objectClass=top)' }, 'unwillingToPerform'],
    'another base': [{ base: `ou=personnes,${suffix}` }, 'unwillingToPerform'],
    'another scope': [{ scope: 'one' }, 'unwillingToPerform'],
  };
  for (const [name, [asked, code]] of Object.entries(refusals)) {
    it(`a cookie with ${name} is refused`, async () => {
      const first = await search(opened.directory, root, { controls: [page(2)] });
      const controls = [page(2, cookieOf(first))];
      const { result } = await search(opened.directory, root, { ...asked, controls });
      expect(result.code).to.equal(code);
    });
  }

  it('a forged cookie is refused, and size 0 gives the paging up', async () => {
    const first = await search(opened.directory, root, { controls: [page(2)] });
    const cookie = Buffer.from(cookieOf(first));
    const ended = await search(opened.directory, root, { controls: [page(0, cookie)] });
    expect(ended.result.code).to.equal('success');
    expect(ended.dns).to.be.empty;
    expect(cookieOf(ended)).to.have.length(0);
    cookie[0] = (cookie[0] ?? 0) ^ 1;
    const forged = await search(opened.directory, root, { controls: [page(2, cookie)] });
    expect(forged.result.code).to.equal('unwillingToPerform');
  });

  const control = (oid: string, critical: boolean, value?: Buffer): Control => ({
    oid,
    critical,
    value,
  });
  const malformed: Readonly<Record<string, readonly [Control[], string]>> = {
    'an unknown critical control': [[control('1.2.3', true)], 'unavailableCriticalExtension'],
    'an unknown control that is not critical': [[control('1.2.3', false)], 'success'],
    'the same control twice': [[page(2), page(2)], 'protocolError'],
    'a value that is not BER': [
      [control(pagedResultsOid, true, Buffer.from('x'))],
      'protocolError',
    ],
    'no value': [[control(pagedResultsOid, false)], 'protocolError'],
    'a negative size': [
      [control(pagedResultsOid, true, Buffer.from('30050201ff0400', 'hex'))],
      'protocolError',
    ],
  };
  for (const [name, [controls, code]] of Object.entries(malformed)) {
    it(`${name} answers ${code}`, async () => {
      const { result } = await search(opened.directory, root, { controls });
      expect(result.code).to.equal(code);
    });
  }

  it('a control of another operation is not available', async () => {
    const result = await opened.directory
      .as(root)
      .compare(
        { kind: 'compare', dn: suffix, attribute: 'o', value: Buffer.from('x') },
        { controls: [page(2)] },
      );
    expect(result.code).to.equal('unavailableCriticalExtension');
  });
});
