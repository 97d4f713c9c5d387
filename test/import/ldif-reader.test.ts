import { expect } from 'chai';
import fc from 'fast-check';
import type { LdifFault, LdifRecord } from '../../src/import/ldif-record.js';
import { readLdif } from '../../src/import/ldif-reader.js';
import { formatLdifEntry } from '../../src/import/ldif-writer.js';
import { entryOf } from '../../src/model/entry.js';

async function read(...chunks: (string | Buffer)[]): Promise<(LdifRecord | LdifFault)[]> {
  const records: (LdifRecord | LdifFault)[] = [];
  for await (const each of readLdif(chunks.map((chunk) => Buffer.from(chunk)))) records.push(each);
  return records;
}

const shown = (records: (LdifRecord | LdifFault)[]): unknown =>
  JSON.parse(
    JSON.stringify(records, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'data' in value
        ? Buffer.from(value.data as number[]).toString('utf8')
        : value,
    ),
  );

describe('reading LDIF', () => {
  it('reads content records, folded lines, base64, comments and CRLF', async () => {
    const text =
      'version: 1\r\n# a comment\r\n  folded comment\r\ndn: uid=a,dc=x\r\ncn: A\r\n B\r\n' +
      'cn:: w4lsw6huZQ==\r\nsn:\r\n\r\n\r\ndn:: dWlkPcOpLGRjPXg=\r\nuid: é\r\n';
    expect(shown(await read(text))).to.deep.equal([
      {
        kind: 'content',
        line: 4,
        dn: 'uid=a,dc=x',
        controls: [],
        attributes: [
          { attribute: 'cn', values: ['AB', 'Élène'] },
          { attribute: 'sn', values: [''] },
        ],
      },
      {
        kind: 'content',
        line: 11,
        dn: 'uid=é,dc=x',
        controls: [],
        attributes: [{ attribute: 'uid', values: ['é'] }],
      },
    ]);
  });

  it('reads every kind of change', async () => {
    const text = [
      'dn: uid=a,dc=x\nchangetype: modify\nadd: mail\nmail: a@x.fr\nmail: b@x.fr\n-\nreplace: sn\nsn:  \n-\ndelete: title\n-\nincrement: n\nn: 2\n-\n',
      'dn: uid=a,dc=x\ncontrol: 1.2.3 true\ncontrol: 1.2.4: v\nchangetype: delete\n',
      'dn: uid=a,dc=x\nchangetype: modrdn\nnewrdn: uid=b\ndeleteoldrdn: 1\nnewsuperior: ou=z,dc=x\n',
      'dn: uid=a,dc=x\nchangetype: add\nuid: a\n',
    ].join('\n');
    const records = shown(await read(text)) as Record<string, unknown>[];
    expect(records.map(({ kind }) => kind)).to.deep.equal(['modify', 'delete', 'modifyDn', 'add']);
    expect(records[0]?.['changes']).to.deep.equal([
      { kind: 'add', attribute: 'mail', values: ['a@x.fr', 'b@x.fr'] },
      { kind: 'replace', attribute: 'sn', values: [''] },
      { kind: 'delete', attribute: 'title', values: [] },
      { kind: 'increment', attribute: 'n', values: ['2'] },
    ]);
    expect(records[1]?.['controls']).to.deep.equal([
      { oid: '1.2.3', critical: true },
      { oid: '1.2.4', critical: false, value: 'v' },
    ]);
    expect(records[2]).to.include({
      newRdn: 'uid=b',
      deleteOldRdn: true,
      newSuperior: 'ou=z,dc=x',
    });
  });

  const faults: readonly (readonly [string, string, number, RegExp])[] = [
    ['no dn', 'cn: a\n', 1, /must begin with “dn:”/],
    ['no colon', 'dn: dc=x\nnonsense\n', 2, /is not “name: value”/],
    ['bad base64', 'dn: dc=x\ncn:: %%%\n', 2, /cn: malformed base64/],
    ['a URL', 'dn: dc=x\ncn:< file:///etc/passwd\n', 2, /not accepted/],
    ['an unknown changetype', 'dn: dc=x\nchangetype: frob\n', 2, /unknown changetype “frob”/],
    ['an unknown change', 'dn: dc=x\nchangetype: modify\nfrob: cn\n', 3, /unknown change “frob”/],
    [
      'a foreign attribute',
      'dn: dc=x\nchangetype: modify\nadd: cn\nsn: a\n-\n',
      4,
      /inside a change/,
    ],
    [
      'a bad deleteoldrdn',
      'dn: dc=x\nchangetype: modrdn\nnewrdn: a=b\ndeleteoldrdn: x\n',
      2,
      /0 or 1/,
    ],
    ['an entry without attributes', 'dn: dc=x\n', 1, /without attributes/],
  ];
  for (const [title, text, line, message] of faults) {
    it(`names the line of a record with ${title} and goes on`, async () => {
      const [fault, next] = await read(`${text}\ndn: dc=y\ndc: y\n`);
      if (fault?.kind !== 'fault') throw new Error('a fault was expected');
      expect(fault.line).to.equal(line);
      expect(fault.message).to.match(message);
      expect(next?.kind).to.equal('content');
    });
  }

  it('reads back every entry it writes, however the bytes arrive', async () => {
    const value = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (values, size) => {
          const buffers = values.map((each) => Buffer.from(each as string));
          const ldif = Buffer.from(
            formatLdifEntry(
              entryOf('cn=é\\,b,dc=x', [{ description: 'description', values: buffers }]),
            ),
          );
          const chunks: Buffer[] = [];
          for (let at = 0; at < ldif.length; at += size) chunks.push(ldif.subarray(at, at + size));
          const [record] = await read(...chunks);
          if (record?.kind !== 'content') throw new Error('a content record was expected');
          expect(record.dn).to.equal('cn=é\\,b,dc=x');
          expect(record.attributes[0]?.values.map((each) => each.toString('hex'))).to.deep.equal(
            buffers.map((each) => each.toString('hex')),
          );
        },
      ),
    );
  });
});
