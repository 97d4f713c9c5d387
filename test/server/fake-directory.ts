import { defaultLimits, type IdentityLimits } from '../../src/access/limits.js';
import { type EncodedEntry } from '../../src/model/encoded-entry.js';
import { LdapError, type Result, resultOf, success } from '../../src/model/result.js';
import { type Actor } from '../../src/operations/actor.js';
import {
  type BindOutcome,
  type Directory,
  type OperationContext,
  type Operations,
} from '../../src/operations/directory.js';
import { loadSchema } from '../../src/schema/load.js';
import { encodePartialAttribute } from '../../src/protocol/partial-attribute.js';
import { authzIdOf, whoAmIOid } from '../../src/protocol/extended/who-am-i.js';

/** What a test can see and steer of the fake. */
export interface FakeDirectory extends Directory {
  readonly seen: string[];
  /** Resolves the searches of base `slow`, the updates of `begun` and `prepared`. */
  release(): void;
  /** How many entries the search of base `many` has pushed. */
  readonly pushed: { count: number };
}

const cn = encodePartialAttribute('cn', [Buffer.from('Anne Le Goff'), Buffer.from('Anne')]);
const sn = encodePartialAttribute('sn', [Buffer.from('Le Goff')]);

const entry: EncodedEntry = {
  dn: Buffer.from('uid=anne.legoff,dc=test'),
  bytes: Buffer.concat([cn, sn]),
  slices: [
    { description: 'cn', start: 0, end: cn.length },
    { description: 'sn', start: cn.length, end: cn.length + sn.length },
  ],
  computed: [{ description: 'hasSubordinates', values: [Buffer.from('FALSE')] }],
  large: undefined,
};

const big = encodePartialAttribute('description', [Buffer.alloc(4000, 'x')]);
const bigEntry: EncodedEntry = {
  dn: Buffer.from('cn=big,dc=test'),
  bytes: big,
  slices: [{ description: 'description', start: 0, end: big.length }],
  computed: [],
  large: undefined,
};

/** A directory whose answers depend on the name asked for: `slow`, `many`, `defect` … */
export function fakeDirectory(
  limitsOf: (actor: Actor) => IdentityLimits = () => defaultLimits,
): FakeDirectory {
  const seen: string[] = [];
  const pushed = { count: 0 };
  let waiting: (() => void)[] = [];
  const wait = (context: OperationContext): Promise<Result> =>
    new Promise((resolve) => {
      context.signal?.addEventListener('abort', () => {
        seen.push('aborted');
        resolve(resultOf('canceled'));
      });
      waiting.push(() => {
        resolve(success);
      });
    });
  const released = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
    });
  /** `begun` waits once it is being applied, `prepared` before. */
  const update = async (
    request: { kind: string; dn: string },
    context: OperationContext,
  ): Promise<Result> => {
    try {
      if (request.dn === 'prepared') await released();
      context.begin?.();
      if (request.dn === 'begun') await released();
    } catch (error) {
      if (error instanceof LdapError) return resultOf(error.code);
      throw error;
    }
    seen.push(`${request.kind} ${request.dn}`);
    return success;
  };
  const searchLater: (...asked: Parameters<Operations['search']>) => Promise<Result> = async (
    request,
    sink,
    context,
  ) => {
    if (request.base === 'slow') return wait(context);
    if (request.base === 'defect') throw new Error('a defect');
    if (request.base === 'many') {
      for (let left = request.sizeLimit; left > 0; left -= 1) {
        pushed.count += 1;
        if (!sink.entry(bigEntry, false)) await sink.drained();
      }
      return success;
    }
    sink.entry(entry, request.typesOnly);
    if (request.base === 'reference') sink.reference(['ldap://elsewhere/']);
    return success;
  };
  const operationsOf = (actor: Actor): Operations => ({
    limits: limitsOf(actor),
    search(request, sink, context) {
      seen.push(`search ${request.base}`);
      if (request.base === 'at once') return success;
      return searchLater(request, sink, context);
    },
    compare: () => Promise.resolve(resultOf('compareTrue')),
    add: update,
    modify: update,
    modifyDn: update,
    delete: update,
    extended(request) {
      if (request.oid !== whoAmIOid) {
        return Promise.resolve({ result: resultOf('protocolError', { message: 'unknown' }) });
      }
      const name = actor.kind === 'entry' ? actor.dn : actor.kind === 'root' ? 'root' : undefined;
      return Promise.resolve({ result: success, value: authzIdOf(name) });
    },
    read: () => undefined,
    list: () => ({ entries: [], total: 0, totalIsExact: true }),
    find: () => ({ persons: [], total: 0, totalIsExact: true }),
    rights: () => undefined,
    audit: () => Promise.resolve(),
  });
  return {
    seen,
    pushed,
    release() {
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    schema: loadSchema([]),
    suffix: 'dc=test',
    as: operationsOf,
    async bind(request, nobody, context) {
      const { authentication, dn } = request;
      if (authentication.kind === 'sasl') {
        seen.push(`sasl ${authentication.mechanism} ${facts(context)}`);
        return sasl(authentication.mechanism, nobody, context);
      }
      seen.push(`bind ${request.dn}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (dn === '') return { result: success, actor: nobody };
      if (dn === 'defect') throw new Error('a defect');
      if (authentication.password.toString() !== 'secret') {
        return { result: resultOf('invalidCredentials'), actor: nobody };
      }
      const { door, secure } = nobody;
      return { result: success, actor: { kind: 'entry', door, secure, dn, entryUuid: 'u' } };
    },
    follow: () => [],
    journalOf: () => [],
    lastSequence: 0,
    onCommit: () => () => undefined,
  };
}

/** What the transport says of the client. */
function facts({ peer, exchange }: OperationContext): string {
  const { certificate } = peer ?? {};
  const shown = certificate && (certificate.fault ?? 'verified');
  return [peer?.transport, shown, exchange?.mechanism].filter((fact) => fact).join(' ');
}

/** STEPS takes two; EXTERNAL is for the local socket. */
function sasl(mechanism: string, nobody: Actor, context: OperationContext): BindOutcome {
  if (mechanism === 'EXTERNAL' && context.peer?.transport === 'local') {
    return { result: success, actor: { kind: 'root', door: 'cli', secure: true } };
  }
  if (mechanism !== 'STEPS') return { result: resultOf('authMethodNotSupported'), actor: nobody };
  if (context.exchange?.mechanism === mechanism) {
    const { door, secure } = nobody;
    const actor = { kind: 'entry', door, secure, dn: 'uid=steps', entryUuid: 'u' } as const;
    return { result: success, actor, serverSaslCreds: Buffer.from('done') };
  }
  return {
    result: resultOf('saslBindInProgress'),
    actor: nobody,
    serverSaslCreds: Buffer.alloc(0),
    exchange: { mechanism, step: 'first' },
  };
}
