import type { AccessAnswered, AccessRequested, DomainEvent } from '../domain/events.js';

/** A journal row as far as the relay reads it. */
export interface FollowedRow {
  readonly sequence: number;
  readonly kind: 'change' | 'audit';
  readonly operation: string;
  readonly events: readonly (Readonly<Record<string, unknown>> & { readonly type: string })[];
  readonly details?: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly time: string;
  readonly actor: string;
  readonly dn: string;
  readonly entryUuid: string;
  readonly changes: readonly {
    readonly attribute: string;
    readonly before: readonly unknown[];
    readonly after: readonly unknown[];
  }[];
}

/** What a row asks of provisioning. */
export type ProvisioningWork =
  | { readonly kind: 'person'; readonly person: string; readonly dn: string | undefined }
  | { readonly kind: 'removal'; readonly person: string; readonly login: string }
  /** A bulk load: no row says which persons, so all are compared. */
  | { readonly kind: 'everyone' };

/** Requests in a row that referents must hear of. A bulk load has none. */
export function requestsOf(row: FollowedRow): readonly AccessRequested[] {
  return eventsOf(row).filter((event) => event.type === 'access-requested');
}

/** Answers in a row that their persons must hear of, and why they were given. */
export function answersOf(
  row: FollowedRow,
): readonly { readonly event: AccessAnswered; readonly reason: string | undefined }[] {
  const given = row.details?.['reason'];
  const reason = typeof given === 'string' ? given : undefined;
  return eventsOf(row)
    .filter((event) => event.type === 'access-answered')
    .map((event) => ({ event, reason }));
}

/** What a row changed of how an account is reached and opened. */
export function changesOf(row: FollowedRow): {
  readonly mail:
    { readonly before: string | undefined; readonly after: string | undefined } | undefined;
  readonly password: 'changed' | undefined;
} {
  const isOurs = row.kind === 'change' && row.operation === 'modify' && row.actor !== 'system';
  const change = (name: string): FollowedRow['changes'][number] | undefined =>
    isOurs ? row.changes.find(({ attribute }) => attribute.toLowerCase() === name) : undefined;
  const [mail, password] = [change('mail'), change('userpassword')];
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : undefined;
  return {
    mail: mail && { before: text(mail.before[0]), after: text(mail.after[0]) },
    password: password && password.before.length > 0 ? 'changed' : undefined,
  };
}

/** What a row asks of provisioning, in order. */
export function provisioningWorkOf(row: FollowedRow): readonly ProvisioningWork[] {
  if (row.kind === 'change' && row.operation === 'load') return [{ kind: 'everyone' }];
  return eventsOf(row).map((event) => {
    const { person } = event;
    if (event.type === 'person-removed') return { kind: 'removal', person, login: event.login };
    const dn = event.type === 'person-renamed' ? undefined : event.personDn;
    return { kind: 'person', person, dn };
  });
}

/** The members each event must have to be believed; a later version may write other types. */
const members: Readonly<Record<DomainEvent['type'], readonly string[]>> = {
  'access-requested': ['service', 'person', 'personDn', 'at'],
  'access-answered': ['service', 'person', 'personDn', 'from', 'to', 'meaning', 'at'],
  'person-changed': ['person', 'personDn'],
  'person-renamed': ['person'],
  'person-removed': ['person', 'login'],
};

function eventsOf(row: FollowedRow): DomainEvent[] {
  if (row.kind !== 'change' || row.operation === 'load') return [];
  return row.events.filter(isKnown) as unknown as DomainEvent[];
}

function isKnown(event: FollowedRow['events'][number]): boolean {
  if (!Object.hasOwn(members, event.type)) return false;
  return members[event.type as DomainEvent['type']].every((key) => typeof event[key] === 'string');
}
