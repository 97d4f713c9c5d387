import { createReadStream } from 'node:fs';
import { readLdif } from '../../src/import/ldif-reader.js';
import { type AttributeInput } from '../../src/model/modification.js';

export interface PeerEntry {
  readonly dn: string;
  readonly uid: string;
  /** What a reader is answered: neither operational attributes nor passwords. */
  readonly attributes: readonly AttributeInput[];
  readonly password: string;
}

const hidden =
  /^(userPassword|structuralObjectClass|entryUUID|entryCSN|creatorsName|createTimestamp|modifiersName|modifyTimestamp|pwd.*)$/i;

/** The persons and accounts of a file, for peers that hold them in a way of their own. */
export async function* peerEntries(file: string): AsyncGenerator<PeerEntry> {
  for await (const record of readLdif(createReadStream(file))) {
    if (record.kind !== 'content') continue;
    const valueOf = (name: string): string =>
      record.attributes.find(({ attribute }) => attribute === name)?.values[0]?.toString() ?? '';
    yield {
      dn: record.dn,
      uid: valueOf('uid'),
      attributes: record.attributes.filter(({ attribute }) => !hidden.test(attribute)),
      password: valueOf('userPassword'),
    };
  }
}
