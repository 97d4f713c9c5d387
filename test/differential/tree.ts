import { Client } from 'ldapts';
import {
  rootDn,
  rootPassword,
  type ServerUnderComparison,
  suffix,
} from '../conformance/servers.js';

/** Attributes whose values the two servers do not share. */
const own = new Set(['objectClass', 'userPassword']);

/** Every entry by name, its values in base64 and in order, as ldapts reads them page by page. */
export async function sameTree({
  port,
}: ServerUnderComparison): Promise<Readonly<Record<string, Readonly<Record<string, string[]>>>>> {
  const client = new Client({ url: `ldap://127.0.0.1:${String(port)}` });
  const buffers = { explicitBufferAttributes: ['jpegPhoto', 'audio'] };
  try {
    await client.bind(rootDn, rootPassword);
    const { searchEntries } = await client.search(suffix, {
      scope: 'sub',
      filter: '(objectClass=*)',
      paged: { pageSize: 100 },
      ...buffers,
    });
    return Object.fromEntries(searchEntries.map(({ dn, ...values }) => [dn, valuesOf(values)]));
  } finally {
    await client.unbind();
  }
}

function valuesOf(entry: Readonly<Record<string, unknown>>): Record<string, string[]> {
  const attributes = Object.entries(entry).filter(([name]) => !own.has(name));
  return Object.fromEntries(
    attributes.map(([name, value]) => {
      const list = (Array.isArray(value) ? value : [value]) as (string | Buffer)[];
      return [name, list.map((each) => Buffer.from(each as string).toString('base64')).sort()];
    }),
  );
}
