import { expect } from 'chai';
import type { Control, Request } from '../../src/model/request.js';
import type { ResultCodeName } from '../../src/model/result.js';
import { fixture } from './checklist-fixture.js';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison } from './servers.js';
import { type Answer, Session } from './session.js';
import { hasSlapd, startSlapd } from './slapd.js';

/** What a server must answer. */
export interface Expected {
  readonly code: ResultCodeName;
  readonly matchedDn?: string;
  /** First values of the names of the entries found, in any order. */
  readonly found?: readonly string[];
  /** Attributes of the one entry found, some or all of them; an empty list: absent. */
  readonly shown?: Readonly<Record<string, readonly string[]>>;
  /** Descriptions of the one entry found, each without values. */
  readonly types?: readonly string[];
  readonly references?: readonly string[];
}

export interface Row {
  /** The number in the list of what servers get wrong, and the RFC's section. */
  readonly title: string;
  readonly ask: Request;
  readonly controls?: readonly Control[];
  readonly as?: { readonly dn: string; readonly password: string } | 'anonymous';
  /** Sent first, as root; all must succeed. */
  readonly given?: readonly Request[];
  readonly then: ResultCodeName | Expected;
  /** Asked afterwards, as root. */
  readonly after?: readonly [Request, ResultCodeName | Expected];
  /** Why OpenLDAP answers something else, which the RFC does not justify. */
  readonly slapdDeparts?: string;
}

/** A row in short. */
export function row(
  title: string,
  ask: Request,
  then: ResultCodeName | Expected,
  more: Partial<Row> = {},
): Row {
  return { title, ask, then, ...more };
}

/** Runs the rows against our server and, where they agree with the RFC, against OpenLDAP. */
export function checklist(title: string, rows: readonly Row[]): void {
  against(`${title}: our server`, startOurs, rows);
  if (hasSlapd()) {
    const agreed = rows.filter(({ slapdDeparts }) => slapdDeparts === undefined);
    against(`${title}: OpenLDAP`, startSlapd, agreed);
  } else {
    it.skip(`${title}: OpenLDAP (slapd is not installed)`);
  }
}

function against(
  title: string,
  start: () => Promise<ServerUnderComparison>,
  rows: readonly Row[],
): void {
  describe(title, () => {
    let server: ServerUnderComparison;
    let root: Session;

    before(async () => {
      server = await start();
      root = await Session.open(server.port, rootDn, rootPassword);
      for (const request of fixture) expect(await codeOf(root, request)).to.equal('success');
    });
    after(async () => {
      root.close();
      await server.close();
    });

    for (const row of rows) {
      it(row.title, async () => {
        for (const request of row.given ?? []) {
          expect(await codeOf(root, request), 'given').to.equal('success');
        }
        const session = await sessionFor(row, server, root);
        try {
          verify(await session.ask(row.ask, row.controls), row.then);
        } finally {
          if (session !== root) session.close();
        }
        if (row.after) verify(await root.ask(row.after[0]), row.after[1]);
      });
    }
  });
}

const codeOf = async (session: Session, request: Request): Promise<string> =>
  (await session.ask(request)).result.code;

function sessionFor({ as }: Row, server: ServerUnderComparison, root: Session): Promise<Session> {
  if (as === undefined) return Promise.resolve(root);
  return as === 'anonymous'
    ? Session.open(server.port)
    : Session.open(server.port, as.dn, as.password);
}

function verify({ result, entries, references }: Answer, then: ResultCodeName | Expected): void {
  const expected: Expected = typeof then === 'string' ? { code: then } : then;
  expect(result.code, result.message).to.equal(expected.code);
  if (expected.matchedDn !== undefined) expect(result.matchedDn).to.equal(expected.matchedDn);
  if (expected.references) expect(references).to.deep.equal(expected.references);
  if (expected.found) {
    const names = entries.map(({ dn }) => /^[^=]*=([^,+]*)/.exec(dn)?.[1] ?? '');
    expect(names).to.have.members(expected.found);
  }
  if (expected.types) {
    const attributes = entries[0]?.attributes ?? [];
    expect(attributes.map(({ attribute }) => attribute)).to.have.members(expected.types);
    expect(attributes.flatMap(({ values }) => values)).to.have.length(0);
  }
  for (const [name, values] of Object.entries(expected.shown ?? {})) {
    const one = entries[0]?.attributes.filter(({ attribute }) => attribute === name) ?? [];
    expect(entries, 'entries').to.have.length(1);
    expect(one.length, `${name} is there`).to.equal(values.length === 0 ? 0 : 1);
    expect(one[0]?.values.map(String) ?? [], name).to.have.members(values);
  }
}
