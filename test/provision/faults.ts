import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one request instead of, or after, reaching the target. */
export type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** The target does it, and the answer never comes. */
  | { readonly kind: 'silence-after' };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FaultyProxy {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Decides per request; set by each test. */
  fault: (request: SeenRequest) => Fault | undefined;
  close(): Promise<void>;
}

/** A proxy before a SCIM target that records requests and makes them fail on demand. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  const base = new URL(target);
  const seen: SeenRequest[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = 'GET', url: path = '/', headers } = request;
    const body = Buffer.concat(chunks).toString('utf8');
    const one = { method, path, headers, body };
    seen.push(one);
    const fault = proxy.fault(one);
    if (fault?.kind === 'answer') {
      response.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? '');
      return;
    }
    const answer = await fetch(new URL(path, base), {
      method,
      headers: Object.fromEntries(
        ['authorization', 'content-type', 'if-match', 'accept'].flatMap((name) =>
          typeof headers[name] === 'string' ? [[name, headers[name]]] : [],
        ),
      ),
      ...(body === '' ? {} : { body }),
    });
    const text = await answer.text();
    if (fault?.kind === 'silence-after') return;
    const type = answer.headers.get('content-type');
    response.writeHead(answer.status, type === null ? {} : { 'content-type': type }).end(text);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${port}${base.pathname}`,
    seen,
    fault: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return proxy;
}
