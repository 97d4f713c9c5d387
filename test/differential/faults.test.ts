import { expect } from 'chai';
import type { ServerUnderComparison } from '../conformance/servers.js';
import { hasSlapd, startSlapd } from '../conformance/slapd.js';
import { campaign } from './campaign.js';
import { type Fault, faults } from './faults.js';
import { startFaulty } from './faulty-server.js';
import { Tally } from './tally.js';

/** A fifth of what the comparison of the real server sends. */
const operationsMin = 20_000;
const seed = 20_240;

describe('The comparison with OpenLDAP, of a server that has a fault', () => {
  let slapd: ServerUnderComparison | undefined;

  before(async function () {
    if (!hasSlapd()) this.skip();
    slapd = await startSlapd();
  });
  after(() => slapd?.close());

  for (const fault of faults) {
    it(`finds that ${fault.name}`, async function () {
      this.timeout(600_000);
      if (!slapd) throw new Error('two servers');
      expect(await found(fault, slapd), 'a difference').to.not.equal(undefined);
    });
  }
});

async function found(fault: Fault, slapd: ServerUnderComparison): Promise<unknown> {
  const ours = await startFaulty(fault);
  try {
    return await campaign({ ours, slapd }, { seed, operationsMin, tally: new Tally() });
  } finally {
    await ours.close();
  }
}
