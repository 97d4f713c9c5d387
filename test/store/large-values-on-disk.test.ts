import { expect } from 'chai';
import { copyFileSync } from 'node:fs';
import { dataFile, type Environment, openEnvironment } from '../../src/store/environment.js';
import { openStore } from '../../src/store/open.js';
import { valueRowKey, valuesStart } from '../../src/store/value-rows.js';
import { verifyStore } from '../../src/store/verify.js';
import { schema, suffix, temporaryPaths } from './fixture.js';
import { member, members, prepared, storeWith, textsIn } from './large-values-fixture.js';

describe('large attributes on disk', () => {
  const temporaryPath = temporaryPaths();

  describe('of an older store', () => {
    it('are none where the database itself is not there yet', async () => {
      const { store, path } = await storeWith(temporaryPath(), members(200));
      await store.close();
      const other = temporaryPath();
      copyFileSync(dataFile(path), dataFile(other));
      const environment = openEnvironment(dataFile(other));
      environment.root.transactionSync(() => {
        (environment.values as unknown as { dropSync(): void }).dropSync();
      });
      await environment.root.close();
      const older = openStore({ path: other, schema, suffix, readOnly: true });
      expect(textsIn(older.current, 3)).to.have.length(200);
      await older.close();
    });
  });

  describe('when damaged', () => {
    const row = (number: number, text: string): Buffer => valueRowKey(3, number, prepared(text));
    const damages: Record<string, readonly [(e: Environment, n: number) => unknown, RegExp]> = {
      'a lost value': [(e, n) => e.values.removeSync(row(n, member(7))), /counts 300 .* has 299/],
      'a value too many': [
        (e, n) => e.values.putSync(row(n, 'more'), Buffer.from('more')),
        /counts 300 .* has 301/,
      ],
      'a value under another key': [
        (e, n) => e.values.putSync(row(n, member(7)), Buffer.from('Member 8')),
        /another key/,
      ],
      'values of no entry': [
        (e, n) => e.values.putSync(valueRowKey(9, n, prepared('x')), Buffer.from('x')),
        /no entry has these 1 values/,
      ],
      'all values lost': [
        (e, n) => {
          const keys = [...e.values.getKeys({ start: valuesStart(3, n) })];
          for (const key of keys) e.values.removeSync(key);
        },
        /no row of its values/,
      ],
    };
    for (const [name, [damage, problem]] of Object.entries(damages)) {
      it(`name ${name}`, async () => {
        const { store, path } = await storeWith(temporaryPath(), members(300));
        await store.close();
        await change(path, (e) => damage(e, numberOf(e, 'uid')));
        const findings = await verifyStore({ path, schema, suffix });
        const named = findings.filter((each) => each.database === 'values');
        expect(named.map((each) => each.problem).join('\n')).to.match(problem);
      });
    }
  });
});

function numberOf({ attributes }: Environment, name: string): number {
  for (const { key, value } of attributes.getRange({ start: 0 })) {
    if (value.toString() === name) return key;
  }
  throw new Error(`${name} has no number`);
}

async function change(path: string, work: (environment: Environment) => unknown): Promise<void> {
  const environment = openEnvironment(dataFile(path));
  environment.root.transactionSync(() => void work(environment));
  await environment.root.close();
}
