import { proposedLogin } from '../domain/login.js';
import { type Entry, textOf } from '../model/entry.js';
import type { Filter } from '../model/filter.js';
import type { Result } from '../model/result.js';
import type { OperationContext, Operations } from '../operations/directory.js';
import { personDn } from './decide-request.js';
import { all, equal } from './filters.js';
import type { PanelOptions } from './options.js';
import type { PersonDraft } from './person-form.js';
import { personFilter } from './person-search.js';

/** Records that may be the person's already. */
export interface Likeness {
  /** The same national identifier: the same person. */
  readonly same: readonly Entry[];
  /** The same name, and no other birth date: perhaps. */
  readonly alike: readonly Entry[];
}

const foundMax = 10;

/** Looks for a person before making another of it. @throws LdapError */
export function likeness(
  { directory }: Pick<PanelOptions, 'directory'>,
  operations: Operations,
  draft: PersonDraft,
): Likeness {
  const find = (...filters: readonly Filter[]): readonly Entry[] =>
    operations.list({
      base: `ou=personnes,${directory.suffix}`,
      scope: 'one',
      filter: all(personFilter, ...filters),
      attributes: ['*', 'entryUUID'],
      sortBy: 'sn',
      offset: 0,
      limit: foundMax,
    }).entries;
  const same = (['numeroRPPS', 'numeroADELI'] as const).flatMap((name) =>
    draft[name] === '' ? [] : find(equal(name, draft[name])),
  );
  const alike = find(equal('sn', draft.sn), equal('givenName', draft.givenName)).filter(
    (entry) => !contradicts(entry, draft),
  );
  return { same, alike };
}

/** Another birth date, or another identifier of the same kind: someone else of that name. */
function contradicts(entry: Entry, draft: PersonDraft): boolean {
  const birth = (textOf(entry, 'dateNaissance') ?? '').slice(0, 8);
  const given = draft.dateNaissance.replaceAll('-', '');
  if (birth !== '' && given !== '' && birth !== given) return true;
  return (['numeroRPPS', 'numeroADELI'] as const).some((name) => {
    const held = textOf(entry, name);
    return held !== undefined && draft[name] !== '' && held !== draft[name];
  });
}

export type Creation =
  | { readonly kind: 'created'; readonly login: string; readonly dn: string }
  | { readonly kind: 'refused'; readonly result: Result }
  | { readonly kind: 'no-login' };

/**
 * Adds a person, under the next login when one was just taken. The directory allots the matricule.
 */
export async function createPerson(
  { directory }: Pick<PanelOptions, 'directory'>,
  operations: Operations,
  { draft, context }: { readonly draft: PersonDraft; readonly context: OperationContext },
): Promise<Creation> {
  const refused = new Set<string>();
  for (;;) {
    const login = proposedLogin(draft.givenName, draft.sn, (each) => {
      const isThere = operations.read(personDn(directory, each), ['1.1']) !== undefined;
      return isThere || refused.has(each);
    });
    if (login === undefined) return { kind: 'no-login' };
    const dn = personDn(directory, login);
    const attributes = attributesOf(draft, login);
    const result = await operations.add({ kind: 'add', dn, attributes }, context);
    if (result.code === 'success') return { kind: 'created', login, dn };
    if (result.code !== 'entryAlreadyExists') return { kind: 'refused', result };
    refused.add(login);
  }
}

function attributesOf(
  draft: PersonDraft,
  login: string,
): { readonly attribute: string; readonly values: readonly Buffer[] }[] {
  const { dateNaissance, ...texts } = draft;
  const birth = dateNaissance === '' ? '' : `${dateNaissance.replaceAll('-', '')}000000Z`;
  const values: Readonly<Record<string, string>> = {
    ...texts,
    dateNaissance: birth,
    uid: login,
    cn: `${draft.givenName} ${draft.sn}`,
    typePersonne: 'PS',
  };
  return [
    {
      attribute: 'objectClass',
      values: ['inetOrgPerson', 'personneAnnuaire'].map((name) => Buffer.from(name)),
    },
    ...Object.entries(values)
      .filter(([, value]) => value !== '')
      .map(([attribute, value]) => ({ attribute, values: [Buffer.from(value)] })),
  ];
}
