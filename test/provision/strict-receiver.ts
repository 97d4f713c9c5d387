import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { annuaireUserSchema } from '../../src/provision/scim-user.js';

/** An account as the receiver holds it. */
export type StrictUser = Record<string, unknown> & { id: string; userName: string };

export interface StrictRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Instead of an answer, or after the request was obeyed. */
export type StrictFault =
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: 'drop-after' | 'drop-before' };

export interface Page {
  readonly startIndex: number;
  readonly count: number;
}

/** What the receiver lies about; each is a bug met in the wild. */
export interface StrictManners {
  latencyMs: number;
  /** From obeying to the answer. */
  answerMs: number;
  fault: (request: StrictRequest) => StrictFault | undefined;
  /** What is given for what was asked. */
  paging: (page: Page, held: number) => Page;
  total: (held: number, page: Page) => number;
  /** `userName eq` minds the case, as that of SCIMMY does; uniqueness never does. */
  foldsFilter: boolean;
  /** False: a filter with `or` matches nothing, without a word. */
  knowsOr: boolean;
  patch: boolean;
}

export interface StrictReceiver {
  readonly url: string;
  readonly users: Map<string, StrictUser>;
  readonly manners: StrictManners;
  /** Creations obeyed. */
  readonly created: () => number;
  /** Puts an account there as if by somebody else, without any check. */
  seed(user: Record<string, unknown> & { userName: string }): StrictUser;
  /** Takes one away as if by somebody else. */
  readonly lose: (id: string) => void;
  close(): Promise<void>;
}

const html = { 'content-type': 'text/html' };
const scim = { 'content-type': 'application/scim+json' };

/** A SCIM target of our own for tests: fast, strict, and false where it is told to be. */
export async function startStrictReceiver(): Promise<StrictReceiver> {
  const users = new Map<string, StrictUser>();
  const logins = new Map<string, string>();
  const persons = new Map<string, Set<string>>();
  let creations = 0;
  const manners: StrictManners = {
    latencyMs: 0,
    answerMs: 0,
    fault: () => undefined,
    paging: (page) => page,
    total: (held) => held,
    foldsFilter: true,
    knowsOr: true,
    patch: true,
  };

  const forget = (id: string): void => {
    const user = users.get(id);
    if (!user) return;
    logins.delete(user.userName.toLowerCase());
    persons.get(personOf(user))?.delete(id);
  };
  const keep = (user: StrictUser, version: number): StrictUser => {
    forget(user.id);
    const kept = { ...user, meta: { resourceType: 'User', version: `W/"${version}"` } };
    users.set(user.id, kept);
    logins.set(user.userName.toLowerCase(), user.id);
    const person = personOf(user);
    persons.set(person, (persons.get(person) ?? new Set()).add(user.id));
    return kept;
  };
  const list = (query: URLSearchParams): Answer => {
    const filter = query.get('filter');
    if (filter !== null) return found(matching(filter));
    const asked = {
      startIndex: Number(query.get('startIndex') ?? 1),
      count: Number(query.get('count') ?? 100),
    };
    const page = manners.paging(asked, users.size);
    const from = page.startIndex - 1;
    const Resources = [...users.values()].slice(from, from + page.count);
    const totalResults = manners.total(users.size, asked);
    return { status: 200, body: { totalResults, Resources, ...asked } };
  };
  const matching = (filter: string): StrictUser[] => {
    const alternatives = filter.split(' or ');
    if (alternatives.length > 1) {
      if (!manners.knowsOr) return [];
      return [...new Set(alternatives.flatMap(matching))];
    }
    const [, path = '', text = '""'] = /^(\S+) eq (".*")$/.exec(filter) ?? [];
    const value = JSON.parse(text) as string;
    if (path === 'userName') {
      const id = logins.get(value.toLowerCase());
      const user = id === undefined ? undefined : users.get(id);
      return user && (manners.foldsFilter || user.userName === value) ? [user] : [];
    }
    return [...(persons.get(value) ?? [])].flatMap((id) => users.get(id) ?? []);
  };
  const create = (body: Record<string, unknown>): Answer => {
    const { userName } = body;
    if (typeof userName !== 'string' || body['name'] === undefined) return refused(400);
    if (logins.has(userName.toLowerCase())) return refused(409);
    creations += 1;
    return { status: 201, body: keep({ ...body, id: randomUUID(), userName }, 1) };
  };
  const change = (user: StrictUser, body: Record<string, unknown>, put: boolean): Answer => {
    const next: Record<string, unknown> = put ? { ...body, id: user.id } : structuredClone(user);
    if (!put) for (const each of body['Operations'] as Operation[]) apply(next, each);
    const userName = String(next['userName']);
    const holder = logins.get(userName.toLowerCase());
    if (holder !== undefined && holder !== user.id) return refused(409);
    return { status: 200, body: keep({ ...next, id: user.id, userName }, versionOf(user) + 1) };
  };
  const obey = (request: IncomingMessage, url: URL, text: string): Answer => {
    const { method = 'GET', headers } = request;
    const id = /\/Users\/([^/]+)$/.exec(url.pathname)?.[1];
    if (url.pathname.endsWith('/ServiceProviderConfig')) {
      const supported = { patch: { supported: manners.patch }, etag: { supported: true } };
      return { status: 200, body: supported };
    }
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (id === undefined) return method === 'POST' ? create(body) : list(url.searchParams);
    const user = users.get(decodeURIComponent(id));
    if (!user) return refused(404);
    if (method === 'GET') return { status: 200, body: user };
    const version = (user['meta'] as { version: string }).version;
    // Who writes without saying over what is refused too.
    if (headers['if-match'] !== version) return refused(412);
    if (method === 'PATCH' && !manners.patch) return refused(501);
    return change(user, body, method === 'PUT');
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://strict');
    if (manners.latencyMs > 0) await sleep(manners.latencyMs);
    const { method = 'GET' } = request;
    const fault = manners.fault({ method, path: url.pathname, query: url.searchParams });
    if (fault?.kind === 'answer') {
      response.writeHead(fault.status, { ...html, ...fault.headers }).end('<h1>Erreur</h1>');
      return;
    }
    if (fault?.kind === 'drop-before') {
      response.destroy();
      return;
    }
    const answer = obey(request, url, Buffer.concat(chunks).toString('utf8'));
    if (manners.answerMs > 0) await sleep(manners.answerMs);
    if (fault) response.destroy();
    else response.writeHead(answer.status, scim).end(JSON.stringify(answer.body));
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/scim/v2`,
    users,
    manners,
    created: () => creations,
    seed: (user) => {
      const { id } = user;
      return keep({ ...user, id: typeof id === 'string' ? id : randomUUID() }, 1);
    },
    lose: (id) => {
      forget(id);
      users.delete(id);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

const found = (Resources: readonly StrictUser[]): Answer => ({
  status: 200,
  body: { totalResults: Resources.length, startIndex: 1, Resources },
});

const refused = (status: number): Answer => ({ status, body: { status: String(status) } });

function personOf(user: StrictUser): string {
  const extension = user[annuaireUserSchema] as Record<string, unknown> | undefined;
  const person = extension?.['entryUUID'];
  return typeof person === 'string' ? person : '';
}

const versionOf = (user: StrictUser): number =>
  Number(/\d+/.exec((user['meta'] as { version: string }).version)?.[0]);

function apply(user: Record<string, unknown>, { op, path, value }: Operation): void {
  const prefix = `${annuaireUserSchema}:`;
  const inside = path.startsWith(prefix);
  if (inside) user[annuaireUserSchema] ??= {};
  const holder = inside ? (user[annuaireUserSchema] as Record<string, unknown>) : user;
  const member = inside ? path.slice(prefix.length) : path;
  if (op === 'remove') Reflect.deleteProperty(holder, member);
  else holder[member] = value;
}
