import type { Request } from '../../src/model/request.js';
import type { Answer, FoundEntry } from '../conformance/session.js';

/** An answer as text: the same for answers that say the same. */
export function describedAnswer(
  request: Request,
  { result, entries, references, value }: Answer,
): string {
  const head = `${result.code} <${result.matchedDn}>`;
  // Which entries come before a limit is the server's choice.
  if (result.code === 'sizeLimitExceeded') return `${head} ${entries.length}`;
  const isLimited = request.kind === 'search' && request.sizeLimit > 0;
  if (isLimited && result.code !== 'success') return head;
  const answered = value === undefined ? [] : [`value ${value.toString('latin1')}`];
  return [head, ...answered, ...references, ...entries.map(entryLine).sort()].join('\n');
}

/** Values that the server makes up, or stores its own way: never compared. */
const unequal = new Set([
  'entryuuid',
  'entrycsn',
  'createtimestamp',
  'modifytimestamp',
  'userpassword',
]);

function entryLine({ dn, attributes }: FoundEntry): string {
  const lines = attributes
    .filter(({ attribute }) => !unequal.has(attribute.toLowerCase()))
    .map(({ attribute, values }) => {
      const texts = values.map((value) => JSON.stringify(value.toString('latin1')));
      const shown = attribute === 'objectClass' ? withSuperclasses(texts) : texts;
      return `${attribute}=${shown.sort().join('|')}`;
    });
  return `${dn} { ${lines.sort().join('; ')} }`;
}

const superclasses: Readonly<Record<string, readonly string[]>> = {
  inetorgperson: ['organizationalPerson', 'person', 'top'],
  organizationalperson: ['person', 'top'],
};

/** We add superclasses (RFC 4512 §3.3), slapd only finds by them. */
function withSuperclasses(quoted: readonly string[]): string[] {
  if (quoted.length === 0) return [];
  const names = quoted.map((text) => JSON.parse(text) as string);
  const all = names.flatMap((name) => [name, ...(superclasses[name.toLowerCase()] ?? ['top'])]);
  return [...new Set(all.map((name) => name.toLowerCase()))].map((name) => JSON.stringify(name));
}
