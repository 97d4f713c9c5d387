/** Attributes and values, one pair for each value. */
export type Pairs = readonly (readonly [attribute: string, value: string])[];

/** An LDIF content record, written independently of the code under test. */
export function ldifEntry(dn: string, pairs: Pairs): string {
  return [ldifLine('dn', dn), ...pairs.map(([name, value]) => ldifLine(name, value)), '', ''].join(
    '\n',
  );
}

function ldifLine(name: string, value: string): string {
  return /^[\x21-\x39\x3b\x3d-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)
    ? `${name}: ${value}`
    : `${name}:: ${Buffer.from(value).toString('base64')}`;
}
