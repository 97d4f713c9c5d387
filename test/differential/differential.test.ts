import { expect } from 'chai';
import { startOurs, trusting } from '../conformance/ours.js';
import type { ServerUnderComparison } from '../conformance/servers.js';
import { hasSlapd, startSlapd } from '../conformance/slapd.js';
import { campaign } from './campaign.js';
import { Tally } from './tally.js';
import { sameTree } from './tree.js';

/** `ANNUAIRE_DIFFERENTIAL_SEED=7` looks elsewhere, `…_OPERATIONS=1000000` longer. */
const operationsMin = Number(process.env['ANNUAIRE_DIFFERENTIAL_OPERATIONS'] ?? '100000');
const seed = Number(process.env['ANNUAIRE_DIFFERENTIAL_SEED'] ?? '20240');

const operationKinds = [
  'bind',
  'search',
  'compare',
  'add',
  'modify',
  'modifyDn',
  'delete',
  'extended',
];
const filterKinds = [
  'and',
  'or',
  'not',
  'present',
  'equality',
  'substrings',
  'greaterOrEqual',
  'lessOrEqual',
  'approximate',
  'extensible',
];

describe('OpenLDAP and our server, asked the same at random', () => {
  const tally = new Tally();
  let servers: { ours: ServerUnderComparison; slapd: ServerUnderComparison } | undefined;

  before(async function () {
    if (!hasSlapd()) this.skip();
    const [ours, slapd] = await Promise.all([startOurs(trusting), startSlapd()]);
    servers = { ours, slapd };
  });
  after(async () => {
    if (tally.sent > 0) process.stdout.write(`seed ${String(seed)}: ${tally.text()}\n`);
    await servers?.ours.close();
    await servers?.slapd.close();
  });

  const both = (): NonNullable<typeof servers> => {
    if (!servers) throw new Error('two servers');
    return servers;
  };

  it('answer alike', async function () {
    this.timeout(1_800_000);
    const found = await campaign(both(), { seed, operationsMin, tally });
    const shown = JSON.stringify(found?.operations) + JSON.stringify(found?.difference.request);
    expect(found?.difference.ours, shown).to.equal(found?.difference.slapd);
  });

  it('were asked enough of everything for that to mean something', () => {
    expect(tally.sent, 'operations').to.be.at.least(operationsMin);
    expect(tally.done / tally.sent, 'part that succeeded').to.be.at.least(0.3);
    for (const kind of operationKinds) {
      expect(tally.share('operations', kind), kind).to.be.at.least(0.01);
      expect(tally.operations.get(kind)?.done, `${kind} done`).to.be.above(0);
    }
    for (const kind of filterKinds) {
      expect(tally.share('filters', kind), kind).to.be.at.least(0.01);
    }
  });

  it('hold the same entries in the end, to a client that is not ours', async () => {
    const { ours, slapd } = both();
    expect(await sameTree(ours)).to.deep.equal(await sameTree(slapd));
  });
});
