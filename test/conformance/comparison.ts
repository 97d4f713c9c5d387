import type { Request } from '../../src/model/request.js';
import { allowedReason, type Sent } from './allowed-differences.js';
import type { RandomOperation } from './random-operations.js';
import { oddities, requestOf } from './requests.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { add, type Answer, type FoundEntry, search, Session } from './session.js';

export interface Difference {
  readonly request: Request;
  readonly ours: string;
  readonly slapd: string;
}

/** How many operations were sent and how slapd answered them. */
export type Tally = Map<string, number>;

/** The same requests to two servers, answers side by side. */
export class Comparison {
  readonly tally: Tally = new Map();
  readonly #ours: Session;
  readonly #slapd: Session;
  #runs = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(ours: Session, slapd: Session) {
    this.#ours = ours;
    this.#slapd = slapd;
  }

  /** Connects to both as root and adds the suffix entry. */
  static async open(
    ours: ServerUnderComparison,
    slapd: ServerUnderComparison,
  ): Promise<Comparison> {
    const [one, other] = await Promise.all(
      [ours, slapd].map(({ port }) => Session.open(port, rootDn, rootPassword)),
    );
    if (!one || !other) throw new Error('two servers');
    const top = add(suffix, { objectClass: ['organization', 'dcObject'], o: 'Ex', dc: 'example' });
    for (const session of [one, other]) await session.ask(top);
    return new Comparison(one, other);
  }

  close(): void {
    this.#ours.close();
    this.#slapd.close();
  }

  /**
   * Sends the operations below a new entry; stops at the first difference that nothing allows.
   * What the two directories hold in the end is compared too.
   */
  run(operations: readonly RandomOperation[]): Promise<Difference | undefined> {
    const running = this.#run(operations);
    this.#running = running.catch(() => undefined);
    return running;
  }

  /** Resolves when no run is under way: at its time limit fast-check leaves one in the middle. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(operations: readonly RandomOperation[]): Promise<Difference | undefined> {
    const base = `ou=run-${++this.#runs},${suffix}`;
    await this.#both(add(base, { objectClass: 'organizationalUnit', ou: `run-${this.#runs}` }));
    let known = [base];
    for (const operation of operations) {
      const request = requestOf(operation, known);
      const [ours, slapd] = await this.#both(request);
      const key = `${request.kind} ${slapd.result.code}`;
      this.tally.set(key, (this.tally.get(key) ?? 0) + 1);
      const difference = differenceOf({ request, faults: oddities(operation) }, ours, slapd);
      if (difference) return difference;
      const isWrite = !['search', 'compare'].includes(request.kind);
      // A write that only one of them did for an allowed reason ends the run: they part here.
      if (isWrite && isDone(ours) !== isDone(slapd)) {
        for (const session of [this.#ours, this.#slapd]) await emptied(session, base);
        return undefined;
      }
      if (isWrite && isDone(slapd)) known = await namesBelow(this.#slapd, base);
      if (known.length === 0) return undefined;
    }
    const all = search(base, { scope: 'sub', attributes: ['*', ...comparedOperational] });
    return differenceOf({ request: all, faults: 0 }, ...(await this.#both(all)));
  }

  async #both(request: Request): Promise<[ours: Answer, slapd: Answer]> {
    return Promise.all([this.#ours.ask(request), this.#slapd.ask(request)]);
  }
}

/** The names of the entries of a subtree, parents first. */
async function namesBelow(session: Session, base: string): Promise<string[]> {
  const { entries } = await session.ask(search(base, { scope: 'sub', attributes: ['1.1'] }));
  return entries.map(({ dn }) => dn).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

async function emptied(session: Session, base: string): Promise<void> {
  const names = await namesBelow(session, base);
  for (const dn of names.toReversed()) await session.ask({ kind: 'delete', dn });
}

const isDone = ({ result }: Answer): boolean => result.code === 'success';

/** Operational attributes that both servers compute alike. */
const comparedOperational = [
  'structuralObjectClass',
  'creatorsName',
  'modifiersName',
  'hasSubordinates',
  'entryDN',
  'subschemaSubentry',
];

function differenceOf(sent: Sent, ours: Answer, slapd: Answer): Difference | undefined {
  const { request } = sent;
  const mine = described(request, ours);
  const theirs = described(request, slapd);
  if (mine === theirs || allowedReason(sent, ours, slapd) !== undefined) return undefined;
  return { request, ours: mine, slapd: theirs };
}

function described(request: Request, { result, entries, references }: Answer): string {
  const head = `${result.code} <${result.matchedDn}>`;
  // Which entries come before a limit is the server's choice.
  if (result.code === 'sizeLimitExceeded') return `${head} ${entries.length}`;
  const isLimited = request.kind === 'search' && request.sizeLimit > 0;
  const lines = entries.map(entryLine).sort();
  if (isLimited && result.code !== 'success') return head;
  return [head, ...references, ...lines].join('\n');
}

/** Values that the server makes up, or stores its own way: never compared. */
const unequal = new Set([
  'entryuuid',
  'entrycsn',
  'createtimestamp',
  'modifytimestamp',
  'userpassword',
]);

export function entryLine({ dn, attributes }: FoundEntry): string {
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
