import { expect } from 'chai';
import { Readable } from 'node:stream';
import { rejectedRecords } from '../../src/import/rejected-records.js';

describe('the rejected records of a file', () => {
  const given = [
    'version: 1',
    'dn: cn=a,dc=x',
    'description: Équipe de nuit',
    'cn:é',
    'sn:: w4k=',
    '',
    'dn: cn=b,dc=x',
    '',
    'dn: cn=c,dc=x',
    'description: pli',
    ' é',
    '',
  ].join('\n');

  it('come back octet for octet, folded lines unfolded, each after its reason', async () => {
    const refused = (line: number, message: string) => {
      return { line, dn: '', outcome: 'rejected', attributes: [], message };
    };
    const parts: Buffer[] = [];
    for await (const part of rejectedRecords(Readable.from([Buffer.from(given)]), {
      records: [refused(2, 'déjà\nlà')],
      rejectedLines: [2, 9],
    })) {
      parts.push(part);
    }
    expect(Buffer.concat(parts).toString()).to.equal(
      '# déjà là\ndn: cn=a,dc=x\ndescription: Équipe de nuit\ncn:é\nsn:: w4k=\n\n' +
        'dn: cn=c,dc=x\ndescription: plié\n\n',
    );
  });
});
