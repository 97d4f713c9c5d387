/**
 * Accounts of the target against persons of the directory, one account at a time: neither side
 * is held in memory, only who is known and who was met.
 */
import { fold, type RemoteAccount } from './accounts.js';

/** `absent`: not there; `inconnu`: there and not here. */
export const reconciliationClasses = [
  'identique',
  'différent',
  'absent',
  'inconnu',
  'doublon',
  'conflit',
] as const;

export type ReconciliationClass = (typeof reconciliationClasses)[number];

export type ReconciliationCounts = Readonly<Record<ReconciliationClass, number>>;

/** A person or account that is not identical. */
export interface Difference {
  readonly class: Exclude<ReconciliationClass, 'identique'>;
  /** Of the person, or of the account when nobody here is meant. */
  readonly login: string;
  readonly person: string | undefined;
  readonly remoteId: string | undefined;
  /** SCIM paths, of `différent`. */
  readonly attributes: readonly string[];
}

export interface Names {
  readonly login: string;
  readonly dn: string;
}

/** Whose account an account is. */
export type Match =
  | { readonly kind: 'person'; readonly person: string }
  | { readonly kind: 'inconnu' }
  | { readonly kind: 'doublon' | 'conflit'; readonly person: string };

/** The persons of the directory by what an account may name them by. */
export class KnownPersons {
  readonly #namesOf = new Map<string, Names>();
  readonly #personOf = new Map<string, string>();
  readonly #met = new Set<string>();
  /** Their login is borne by the account of somebody unknown here. */
  readonly #conflicting = new Set<string>();
  /** Their login is still borne by the account of another person of ours, which is to change. */
  readonly #displaced = new Set<string>();

  add(person: string, names: Names): void {
    this.#namesOf.set(person, names);
    this.#personOf.set(fold(names.login), person);
  }

  namesOf(person: string): Names | undefined {
    return this.#namesOf.get(person);
  }

  /**
   * Whose account this is: of the person whose entryUUID it carries, else of the one whose login
   * it bears. A second one is a duplicate. It is a conflict when it bears a login of ours for
   * somebody else, or the `externalId` of a person other than the one its `userName` names.
   */
  match(account: RemoteAccount): Match {
    const byLogin = this.#personOf.get(fold(account.userName));
    const byExternalId = this.#personOf.get(fold(externalIdOf(account)));
    const { person } = account;
    if (person !== undefined && this.#namesOf.has(person)) {
      if (byLogin !== undefined && byLogin !== person) this.#displaced.add(byLogin);
      return this.#meet(person);
    }
    // Carries the entryUUID of somebody unknown here, and a login of ours: never taken over.
    if (person !== undefined) return byLogin ? this.#contest(byLogin) : { kind: 'inconnu' };
    if (byExternalId !== undefined && byExternalId !== byLogin) return this.#contest(byExternalId);
    return byLogin === undefined ? { kind: 'inconnu' } : this.#meet(byLogin);
  }

  /** Persons that no account is of; a conflict when another account bears their login. */
  *unmet(): Iterable<{
    readonly class: 'absent' | 'conflit';
    readonly person: string;
    readonly login: string;
  }> {
    for (const [person, { login }] of this.#namesOf) {
      if (this.#met.has(person) || this.#conflicting.has(person)) continue;
      yield { class: this.#displaced.has(person) ? 'conflit' : 'absent', person, login };
    }
  }

  #meet(person: string): Match {
    if (this.#met.has(person)) return { kind: 'doublon', person };
    this.#met.add(person);
    return { kind: 'person', person };
  }

  #contest(person: string): Match {
    this.#conflicting.add(person);
    return { kind: 'conflit', person };
  }
}

function externalIdOf({ user }: RemoteAccount): string {
  const { externalId } = user;
  return typeof externalId === 'string' ? externalId : '';
}
