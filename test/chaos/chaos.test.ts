import { expect } from 'chai';
import { chaos } from './campaign.js';

const rounds = 10;

describe('a relay killed between a write at webDCR and its acknowledgement', function () {
  this.timeout(300_000);

  it('leaves one account per person, and one mail per request and recipient', async () => {
    const report = await chaos(rounds, 3);
    const { comparison, persons } = report;
    expect(report.accounts).to.equal(persons);
    expect(report.logins).to.equal(persons);
    expect(comparison.incomplete).to.equal(undefined);
    expect(comparison.counts).to.include({ différent: 0, doublon: 0, conflit: 0, inconnu: 0 });
    expect(comparison.counts.identique).to.equal(persons);
    expect(report.wronglyMailed).to.equal(0);
    // The request to the referent, the answer to the person; a copy that SMTP could not tell
    // from a first one has the same Message-ID.
    expect(report.distinctMails).to.equal(2 * persons);
  });
});
