import { setTimeout as sleep } from 'node:timers/promises';
import type { Control, Request } from '../../src/model/request.js';
import type { Octets } from './client/message.js';
import { type Then, verify } from './expected.js';
import type { Peer } from './peer.js';
import type { Group } from './report.js';
import type { Session } from './session.js';
import { type Check, sideBySide } from './side-by-side.js';
import type { Suite } from './suite.js';

/** One request and its answer. */
export interface Turn {
  readonly ask: Request | Octets;
  readonly controls?: readonly Control[];
  readonly then: Then;
}

/** One request and what surrounds it. */
export interface Row extends Turn {
  readonly title: string;
  /** The root, unless said. */
  readonly as?: Who;
  /** Sent first, as root; all must succeed. */
  readonly given?: readonly Request[];
  /** Asked afterwards, as root. */
  readonly after?: readonly [Request, Then];
  readonly slapdDeparts?: string;
  /** Why OpenLDAP may get there a moment later: the last question is repeated until it has. */
  readonly slapdLags?: string;
}

export type Who = { readonly dn: string; readonly password: string } | 'nobody';

/** What happens on one new connection, turn by turn. */
export interface Dialogue {
  readonly title: string;
  readonly given?: readonly Request[];
  readonly turns: readonly Turn[];
  readonly slapdDeparts?: string;
}

/** A row in short. */
export function row(title: string, ask: Row['ask'], then: Then, more: Partial<Row> = {}): Row {
  return { title, ask, then, ...more };
}

/** A turn in short. */
export const turn = (ask: Turn['ask'], then: Then, ...controls: readonly Control[]): Turn => ({
  ask,
  then,
  controls,
});

/** Puts a table to our server and to OpenLDAP, side by side. */
export function checklist(
  group: Group,
  table: readonly (Row | Dialogue | Check)[],
  suite?: Suite,
): void {
  const checks = table.map((item): Check => {
    if ('run' in item) return item;
    return {
      ...item,
      run: (peer) => ('turns' in item ? runTurns(peer, item) : runRow(peer, item)),
    };
  });
  sideBySide(group, checks, suite);
}

async function runRow(peer: Peer, row: Row): Promise<void> {
  await peer.load(row.given ?? []);
  const session = await sessionFor(peer, row.as);
  const isLate = row.slapdLags !== undefined && peer.server.name === 'slapd';
  const ask = async (): Promise<void> => {
    verify(await session.ask(row.ask, row.controls), row.then);
  };
  const { after } = row;
  if (!after) return isLate ? eventually(ask) : ask();
  await ask();
  const askAfter = async (): Promise<void> => {
    verify(await (await peer.root()).ask(after[0]), after[1]);
  };
  await (isLate ? eventually(askAfter) : askAfter());
}

const lagMaxMs = 5_000;

/** Fails as the last try did. */
async function eventually(run: () => Promise<void>): Promise<void> {
  const endMs = performance.now() + lagMaxMs;
  for (;;) {
    try {
      await run();
      return;
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await sleep(50);
    }
  }
}

function sessionFor(peer: Peer, as: Row['as']): Promise<Session> {
  if (as === undefined) return peer.root();
  return as === 'nobody' ? peer.open() : peer.open(as.dn, as.password);
}

async function runTurns(peer: Peer, { given, turns }: Dialogue): Promise<void> {
  await peer.load(given ?? []);
  const session = await peer.open();
  for (const { ask, controls, then } of turns) {
    verify(await session.ask(ask, controls), then);
  }
}
