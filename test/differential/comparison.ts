import type { Request } from '../../src/model/request.js';
import {
  rootDn,
  rootPassword,
  type ServerUnderComparison,
  suffix,
} from '../conformance/servers.js';
import { add, type Answer, search, Session } from '../conformance/session.js';
import { allowedReason, type Sent } from './allowed-differences.js';
import { describedAnswer } from './described-answer.js';
import type { RandomOperation } from './random-operations.js';
import { oddities, requestOf } from './requests.js';
import type { Tally } from './tally.js';

export interface Difference {
  readonly request: Request;
  readonly ours: string;
  readonly slapd: string;
}

type Both<T> = readonly [ours: T, slapd: T];

/** One run in so many leaves its entries, for the two trees to be compared in the end. */
const keptEvery = 25;

/** The same requests to two servers, answers side by side. */
export class Comparison {
  readonly #root: Both<Session>;
  /** Connections whose identity the operations change. */
  readonly #someone: Both<Session>;
  readonly #tally: Tally;
  readonly #lane: number;
  #runs = 0;

  private constructor(
    root: Both<Session>,
    someone: Both<Session>,
    options: { readonly tally: Tally; readonly lane: number },
  ) {
    this.#root = root;
    this.#someone = someone;
    this.#tally = options.tally;
    this.#lane = options.lane;
  }

  /** Connects to both, as root and as nobody, and sees that the suffix entry is there. */
  static async open(
    {
      ours,
      slapd,
    }: { readonly ours: ServerUnderComparison; readonly slapd: ServerUnderComparison },
    options: { readonly tally: Tally; readonly lane: number },
  ): Promise<Comparison> {
    const both = async (dn = '', password = ''): Promise<Both<Session>> =>
      Promise.all([Session.open(ours.port, dn, password), Session.open(slapd.port, dn, password)]);
    const root = await both(rootDn, rootPassword);
    const top = add(suffix, { objectClass: ['organization', 'dcObject'], o: 'Ex', dc: 'example' });
    for (const session of root) await session.ask(top);
    return new Comparison(root, await both(), options);
  }

  close(): void {
    for (const session of [...this.#root, ...this.#someone]) session.close();
  }

  /**
   * Sends the operations below a new entry; stops at the first difference that nothing allows.
   * What the two directories hold in the end is compared too.
   */
  async run(operations: readonly RandomOperation[]): Promise<Difference | undefined> {
    this.#runs += 1;
    const ou = `run-${String(this.#lane)}-${String(this.#runs)}`;
    const base = `ou=${ou},${suffix}`;
    await asked(this.#root, add(base, { objectClass: 'organizationalUnit', ou }));
    await asked(this.#someone, nobody);
    const difference = await this.#follow(operations, base);
    if (this.#runs % keptEvery !== 0) {
      for (const session of this.#root) await emptied(session, base);
    }
    return difference;
  }

  async #follow(
    operations: readonly RandomOperation[],
    base: string,
  ): Promise<Difference | undefined> {
    let known = [base];
    for (const operation of operations) {
      const request = requestOf(operation, known);
      const isOfIdentity = request.kind === 'bind' || request.kind === 'extended';
      const answers = await asked(isOfIdentity ? this.#someone : this.#root, request);
      const [ours, slapd] = answers;
      this.#tally.note(request, slapd.result.code);
      const difference = this.#differenceOf({ request, faults: oddities(operation) }, answers);
      if (difference) return difference;
      if (!isWrite(request)) continue;
      // A write that only one of them did for an allowed reason ends the run: they part here.
      if (isDone(ours) !== isDone(slapd)) {
        for (const session of this.#root) await emptied(session, base);
        return undefined;
      }
      if (isDone(slapd)) known = await namesBelow(this.#root[1], base);
      if (known.length === 0) return undefined;
    }
    const all = search(base, { scope: 'sub', attributes: ['*', ...comparedOperational] });
    return this.#differenceOf({ request: all, faults: 0 }, await asked(this.#root, all));
  }

  #differenceOf(sent: Sent, [ours, slapd]: Both<Answer>): Difference | undefined {
    const { request } = sent;
    const mine = describedAnswer(request, ours);
    const theirs = describedAnswer(request, slapd);
    if (mine === theirs) return undefined;
    const reason = allowedReason(sent, ours, slapd);
    if (reason === undefined) return { request, ours: mine, slapd: theirs };
    this.#tally.noteAllowed(reason);
    return undefined;
  }
}

async function asked([ours, slapd]: Both<Session>, request: Request): Promise<Both<Answer>> {
  return Promise.all([ours.ask(request), slapd.ask(request)]);
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

const nobody: Request = {
  kind: 'bind',
  version: 3,
  dn: '',
  authentication: { kind: 'simple', password: Buffer.alloc(0) },
};

const writes: ReadonlySet<Request['kind']> = new Set(['add', 'modify', 'modifyDn', 'delete']);
const isWrite = ({ kind }: Request): boolean => writes.has(kind);
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
