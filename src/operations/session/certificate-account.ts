import { certificateSubject } from '../../protocol/certificate-subject.js';
import { LdapError } from '../../model/result.js';
import { valuesOf } from '../../model/entry.js';
import type { Kernel } from '../context.js';
import { type Account, accountAt } from './account.js';

const attribute = 'userCertificate;binary';

/**
 * The account of a client certificate: the one entry that holds exactly this certificate, or else
 * the entry that its subject names. A certificate that two entries hold is nobody's.
 */
export function accountOfCertificate(kernel: Kernel, der: Buffer): Account | undefined {
  const { current } = kernel.store;
  const holders = holdersOf(kernel, der);
  const id = holders.length === 0 ? subjectOf(kernel, der) : holders[0];
  if (id === undefined || holders.length > 1) return undefined;
  return accountAt(kernel, current, id);
}

function holdersOf(kernel: Kernel, der: Buffer): number[] {
  const { schema, store } = kernel;
  const description = schema.describe(attribute);
  const key = description && description.type.equality?.prepareValue(der);
  if (!description || !key) return [];
  const postings = store.current.index.equality(description.type.name.toLowerCase(), key);
  return Array.from(postings?.ids() ?? []).filter((id) => {
    const entry = store.current.entry(id);
    return entry && valuesOf(entry, description.key).some((value) => value.equals(der));
  });
}

/** The entry of the subject's name; a subject that is no name of this schema has none. */
function subjectOf({ schema, store }: Kernel, der: Buffer): number | undefined {
  const subject = certificateSubject(der);
  if (!subject || subject.length === 0) return undefined;
  try {
    return store.current.find(schema.dnKey(subject));
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
