import { type Entry, textOf, textsOf } from '../model/entry.js';
import type { Filter } from '../model/filter.js';
import { searchOf } from '../model/request.js';
import type { Actor } from '../operations/actor.js';
import type { Directory, Operations } from '../operations/directory.js';

/** Who the relay is at the door: it reads what it sends and writes no entry. */
export const relayActor: Actor = { kind: 'internal', door: 'relay', secure: true, name: 'relay' };

const attributes = ['*', 'entryUUID'];

/** The directory as the relay reads it, or as another reader may see it. */
export interface People {
  /**
   * The entry of a person, wherever it is now; undefined when it is gone.
   *
   * @param dn where it was last seen.
   * @throws Error when the directory cannot tell.
   */
  locate(person: string, dn: string | null | undefined): Promise<Entry | undefined>;
  /** The activities of a person. @throws Error when the directory cannot tell. */
  activitiesOf(person: Entry): Promise<readonly Entry[]>;
  /** The entries that are members of a group of ou=groupes; none when there is no such group. */
  membersOf(cn: string): readonly Entry[];
  /** The names of all persons. @throws Error when the directory cannot tell. */
  everyone(): Promise<readonly string[]>;
  entryUuidAt(dn: string): string | undefined;
  /** Undefined for an entry without a login. */
  identityAt(dn: string): { readonly entryUuid: string; readonly login: string } | undefined;
}

export function peopleOf(
  directory: Directory,
  operations: Operations = directory.as(relayActor),
): People {
  const { suffix } = directory;
  const isPerson = (entry: Entry | undefined, person: string): entry is Entry =>
    entry !== undefined && textOf(entry, 'entryUUID') === person;

  const search = async (base: string, filter: Filter): Promise<readonly string[]> => {
    const names: string[] = [];
    const result = await operations.search(
      searchOf({ base, filter, typesOnly: true, attributes: ['1.1'] }),
      {
        entry: (entry) => {
          names.push(entry.dn.toString('utf8'));
          return true;
        },
        reference: () => true,
        drained: () => Promise.resolve(),
      },
      { controls: [] },
    );
    if (result.code === 'success' || result.code === 'noSuchObject') return names;
    throw new Error(`search answered ${result.code}: ${result.message}`);
  };

  return {
    locate: async (person, dn) => {
      const hinted = dn ? operations.read(dn, attributes) : undefined;
      if (isPerson(hinted, person)) return hinted;
      const [found] = await search(suffix, equality('entryUUID', person));
      const entry = found === undefined ? undefined : operations.read(found, attributes);
      return isPerson(entry, person) ? entry : undefined;
    },
    activitiesOf: async (person) => {
      const names = await search(person.dn, equality('objectClass', 'activiteExercee'));
      return names.flatMap((name) => operations.read(name, attributes) ?? []);
    },
    membersOf: (cn) => {
      const group = operations.read(`cn=${cn},ou=groupes,${suffix}`, ['member']);
      const names = group ? textsOf(group, 'member') : [];
      // An empty group answers one zero-length name.
      return names.flatMap((name) => (name && operations.read(name, attributes)) || []);
    },
    everyone: () => search(`ou=personnes,${suffix}`, equality('objectClass', 'personneAnnuaire')),
    entryUuidAt: (dn) => {
      const entry = operations.read(dn, ['entryUUID']);
      return entry && textOf(entry, 'entryUUID');
    },
    identityAt: (dn) => {
      const entry = operations.read(dn, ['entryUUID', 'uid']);
      const entryUuid = entry && textOf(entry, 'entryUUID');
      const login = entry && textOf(entry, 'uid');
      return entryUuid && login ? { entryUuid, login } : undefined;
    },
  };
}

const equality = (attribute: string, value: string): Filter => ({
  kind: 'equality',
  attribute,
  value: Buffer.from(value),
});
