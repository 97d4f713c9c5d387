import { expect } from 'chai';
import fc from 'fast-check';
import { Comparison } from './comparison.js';
import { startOurs } from './ours.js';
import { operation } from './random-operations.js';
import type { ServerUnderComparison } from './servers.js';
import { sameTree } from './tree.js';
import { hasSlapd, startSlapd } from './slapd.js';

/** `ANNUAIRE_DIFFERENTIAL_SECONDS=600 ANNUAIRE_DIFFERENTIAL_SEED=7` looks longer, elsewhere. */
const asked = process.env['ANNUAIRE_DIFFERENTIAL_SECONDS'];
const seconds = Number(asked ?? '30');
/** Unless asked for more, the same sequences on every machine, however fast. */
const sequencesMax = asked === undefined ? 400 : Number.MAX_SAFE_INTEGER;
const seed = Number(process.env['ANNUAIRE_DIFFERENTIAL_SEED'] ?? '20240');

describe('OpenLDAP and our server, asked the same at random', () => {
  let servers: readonly ServerUnderComparison[] = [];
  let comparison: Comparison | undefined;

  before(async function () {
    if (!hasSlapd()) this.skip();
    servers = await Promise.all([startOurs(), startSlapd()]);
    const [ours, slapd] = servers;
    if (ours && slapd) comparison = await Comparison.open(ours, slapd);
  });
  after(async () => {
    comparison?.close();
    for (const server of servers) await server.close();
  });

  it('answer alike', async function () {
    this.timeout((seconds + 60) * 1000);
    const both = comparison;
    if (!both) throw new Error('two servers');
    const sequences = fc.array(operation, { minLength: 6, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(sequences, async (operations) => {
        const difference = await both.run(operations);
        expect(difference?.ours, JSON.stringify(difference?.request)).to.equal(difference?.slapd);
      }),
      {
        seed,
        numRuns: sequencesMax,
        interruptAfterTimeLimit: seconds * 1000,
        markInterruptAsFailure: false,
      },
    );
    const sent = [...both.tally.values()].reduce((sum, count) => sum + count, 0);
    expect(sent, 'operations').to.be.above(seconds * 20);
    for (const kind of ['add', 'modify', 'modifyDn', 'delete', 'search']) {
      expect(both.tally.get(`${kind} success`) ?? 0, `${kind} done`).to.be.above(0);
    }
  });

  it('hold the same entries in the end, to a client that is not ours', async () => {
    const [ours, slapd] = servers;
    if (!ours || !slapd) throw new Error('two servers');
    await comparison?.settled();
    expect(await sameTree(ours)).to.deep.equal(await sameTree(slapd));
  });
});
