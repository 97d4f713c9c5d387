import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { receivedAccounts, type ReceivedAccounts, resourceOf } from './scim-accounts.js';
import { invalid, ScimRefusal, type ScimObject } from './scim-rules.js';
import { webdcrPage } from './webdcr-page.js';

/** The demonstration's webDCR: a strict SCIM 2.0 receiver and a page that shows what it got. */
export interface DemoWebdcr {
  readonly port: number;
  /** The base URL of SCIM. */
  readonly url: string;
  readonly accounts: ReceivedAccounts;
  close(): Promise<void>;
}

export interface DemoWebdcrOptions {
  /** Loopback only. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly token: string;
  readonly clock: () => Date;
  readonly randomUuid: () => string;
}

const bodyBytesMax = 256 * 1024;

export async function startDemoWebdcr(options: DemoWebdcrOptions): Promise<DemoWebdcr> {
  const accounts = receivedAccounts(options);
  const server = createServer((request, response) => {
    void answer(request, response, { accounts, token: options.token });
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${options.host}:${port}/scim/v2`;
  return { port, url, accounts, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

interface Receiver {
  readonly accounts: ReceivedAccounts;
  readonly token: string;
}

interface ScimReply {
  readonly status: number;
  readonly body: ScimObject;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  receiver: Receiver,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/' && request.method === 'GET') {
    const page = webdcrPage(receiver.accounts.all());
    response.writeHead(page.status, page.headers).end(page.body);
    return;
  }
  const { status, body } = await reply(request, url, receiver).catch(refused);
  response.writeHead(status, {
    'content-type': 'application/scim+json',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  });
  response.end(JSON.stringify(body));
}

async function reply(
  request: IncomingMessage,
  url: URL,
  { accounts, token }: Receiver,
): Promise<ScimReply> {
  if (!sameText(request.headers.authorization ?? '', `Bearer ${token}`)) {
    throw new ScimRefusal(401, 'a bearer token is required');
  }
  const { method } = request;
  const path = url.pathname;
  if (path === '/scim/v2/ServiceProviderConfig' && method === 'GET') {
    return { status: 200, body: capabilities };
  }
  if (path === '/scim/v2/Users') {
    if (method === 'GET') return { status: 200, body: pageOf(accounts, url.searchParams) };
    if (method === 'POST') return created(accounts, await readJson(request));
  }
  const id = /^\/scim\/v2\/Users\/([^/]+)$/.exec(path)?.[1];
  if (id === undefined) throw new ScimRefusal(404, 'no such endpoint');
  if (method === 'GET') return { status: 200, body: resourceOf(accounts.get(id)) };
  const ifMatch = request.headers['if-match'];
  if (method === 'PUT' || method === 'PATCH') {
    const body = await readJson(request);
    const account =
      method === 'PUT' ? accounts.replace(id, body, ifMatch) : accounts.patch(id, body, ifMatch);
    return { status: 200, body: resourceOf(account) };
  }
  // A person's account is closed, never deleted: its habilitations are webDCR's.
  throw new ScimRefusal(405, 'method not allowed');
}

function created(accounts: ReceivedAccounts, resource: unknown): ScimReply {
  return { status: 201, body: resourceOf(accounts.create(resource)) };
}

function refused(error: unknown): ScimReply {
  const refusal = error instanceof ScimRefusal ? error : new ScimRefusal(500, 'internal error');
  return {
    status: refusal.status,
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(refusal.status),
      ...(refusal.scimType === undefined ? {} : { scimType: refusal.scimType }),
      detail: refusal.message,
    },
  };
}

const pageMax = 200;

/** RFC 7644 §3.4.2.4: `startIndex` counts from 1. */
function pageOf(accounts: ReceivedAccounts, query: URLSearchParams): ScimObject {
  const found = accounts.search(query.get('filter') ?? undefined);
  const startIndex = Math.max(1, Number(query.get('startIndex') ?? 1) || 1);
  const count = Math.min(pageMax, Math.max(0, Number(query.get('count') ?? pageMax) || 0));
  const resources = found.slice(startIndex - 1, startIndex - 1 + count).map(resourceOf);
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: found.length,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/(scim\+)?json\b/i.test(type)) throw new ScimRefusal(415, 'JSON is required');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new ScimRefusal(413, 'the body is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw invalid('the body is no JSON');
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const capabilities: ScimObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: pageMax },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer', description: 'RFC 6750' }],
};
