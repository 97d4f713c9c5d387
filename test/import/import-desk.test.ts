import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ImportAuthor,
  type ImportDesk,
  openImportDesk,
} from '../../src/import/import-desk.js';
import { openSpool, SpoolFull } from '../../src/import/spool.js';
import type { ImportRow } from '../../src/state/imports.js';
import { openImports } from '../../src/state/imports.js';
import { type Opened, openFixture, realSchema, root, suffix } from '../operations/fixture.js';

const groups = (count: number): string =>
  Array.from({ length: count }, (_, n) => {
    const cn = `g${String(n)}`;
    return `dn: cn=${cn},ou=groupes,${suffix}\nobjectClass: groupOfNames\ncn: ${cn}\n\n`;
  }).join('');

describe('the desk of imports', () => {
  let opened: Opened;
  let directory: string;
  let desk: ImportDesk;
  let author: ImportAuthor;
  const defects: unknown[] = [];

  const openDesk = (): Promise<ImportDesk> => {
    let files = 0;
    return openImportDesk({
      schema: realSchema().schema,
      suffix,
      imports: openImports(opened.store),
      spool: openSpool(directory),
      clock: () => new Date(1_000),
      randomId: () => `i${String((files += 1))}`,
      bytesMax: 1024 * 1024,
      onDefect: (error) => defects.push(error),
    });
  };
  const handIn = (text: string): Promise<string | undefined> => {
    const source = Readable.from([Buffer.from(text)]);
    return desk.receive({ name: 'essai.ldif', isUpdate: false, source }, author);
  };
  const settled = async (id: string): Promise<ImportRow | undefined> => {
    while (desk.progressOf(id) !== undefined) await sleep(2);
    return desk.of(id);
  };
  const made = (): number =>
    opened.directory
      .follow(0, 10_000)
      .filter(({ operation, dn }) => operation === 'add' && dn.startsWith('cn=g')).length;

  beforeEach(async () => {
    opened = await openFixture();
    directory = mkdtempSync(join(tmpdir(), 'annuaire-imports-'));
    author = { operations: opened.directory.as(root), dn: 'cn=admin' };
    desk = await openDesk();
  });
  afterEach(async () => {
    await desk.close();
    await opened.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('keeps a file for the server’s own account alone', async () => {
    await settled((await handIn(groups(1))) ?? '');
    expect(statSync(join(directory, 'i1.ldif')).mode & 0o777).to.equal(0o600);
  });

  it('keeps nothing of a file that is too long', async () => {
    const refusal: unknown = await handIn('x'.repeat(1024 * 1024 + 1)).catch((e: unknown) => e);
    expect(refusal).to.be.instanceOf(SpoolFull);
    expect([readdirSync(directory), desk.all()]).to.deep.equal([[], []]);
    // And the next one is taken.
    expect(await handIn(groups(1))).to.equal('i2');
  });

  it('reads one file at a time', async () => {
    const first = await handIn(groups(300));
    expect(await handIn(groups(1))).to.equal(undefined);
    expect((await settled(first ?? ''))?.plan).to.include({ added: 300, rejected: 0 });
  });

  it('begins one of two that are asked at once', async () => {
    expect(await Promise.all([handIn(groups(1)), handIn(groups(1))])).to.deep.equal([
      'i1',
      undefined,
    ]);
    await settled('i1');
    const begun = [1, 2].map(() => desk.apply('i1', author, { continueOnError: false }));
    expect(await Promise.all(begun)).to.deep.equal([true, false]);
    await settled('i1');
    expect(desk.of('i1')?.result).to.include({ added: 1 });
  });

  it('reads no further than so many refusals: memory is not the file’s to fill', async () => {
    const row = await settled((await handIn('x\n\n'.repeat(100_000))) ?? '');
    expect(row).to.include({ phase: 'failed', failure: 'more than 5000 records are refused' });
    expect(row?.plan?.rejected).to.equal(5_001);
    expect(defects).to.deep.equal([]);
  });

  it('stops between two records, and says what is done', async () => {
    const id = (await handIn(groups(2_000))) ?? '';
    await settled(id);
    expect(await desk.apply(id, author, { continueOnError: false })).to.equal(true);
    expect(await desk.apply(id, author, { continueOnError: false })).to.equal(false);
    while (made() === 0) await sleep(1);
    await desk.stop(id);
    const row = desk.of(id);
    expect(row?.phase).to.equal('interrupted');
    expect(row?.result?.added).to.equal(made());
    expect(made()).to.be.within(1, 1_999);
  });

  it('says after a restart what was left half-way, and drops files that nothing names', async () => {
    const id = (await handIn(groups(1))) ?? '';
    const row = (await settled(id))!;
    await openImports(opened.store).keep({ ...row, phase: 'applying' });
    writeFileSync(join(directory, 'autre.ldif'), '');
    desk = await openDesk();
    expect(desk.of(id)?.phase).to.equal('interrupted');
    expect(await desk.apply(id, author, { continueOnError: false })).to.equal(false);
    expect(readdirSync(directory)).to.deep.equal(['i1.ldif']);
  });

  it('keeps the last twenty', async () => {
    for (let n = 0; n < 22; n += 1) await settled((await handIn(groups(1))) ?? '');
    expect(desk.all()).to.have.lengthOf(20);
    expect(readdirSync(directory)).to.have.lengthOf(20);
  });

  it('counts what cannot be read beside what can', async () => {
    const id = (await handIn(`${groups(2)}${'x'.repeat(100)}\n\n`)) ?? '';
    const row = await settled(id);
    expect(row?.plan).to.include({ added: 2, rejected: 1 });
  });
});
