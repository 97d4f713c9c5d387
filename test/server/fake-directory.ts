import { type EncodedEntry } from '../../src/model/encoded-entry.js';
import { type Result, resultOf, success } from '../../src/model/result.js';
import { type Actor } from '../../src/operations/actor.js';
import {
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
  /** Resolves the searches of base `slow`. */
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
};

const big = encodePartialAttribute('description', [Buffer.alloc(4000, 'x')]);
const bigEntry: EncodedEntry = {
  dn: Buffer.from('cn=big,dc=test'),
  bytes: big,
  slices: [{ description: 'description', start: 0, end: big.length }],
  computed: [],
};

/** A directory whose answers depend on the name asked for: `slow`, `many`, `defect` … */
export function fakeDirectory(): FakeDirectory {
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
  const update = (request: { kind: string; dn: string }): Promise<Result> => {
    seen.push(`${request.kind} ${request.dn}`);
    return Promise.resolve(success);
  };
  const operationsOf = (actor: Actor): Operations => ({
    async search(request, sink, context) {
      seen.push(`search ${request.base}`);
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
    may: () => false,
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
    async bind(request, nobody) {
      seen.push(`bind ${request.dn}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      const { authentication, dn } = request;
      if (dn === 'defect') throw new Error('a defect');
      const ok =
        authentication.kind === 'simple' && authentication.password.toString() === 'secret';
      if (!ok) return { result: resultOf('invalidCredentials'), actor: nobody };
      const { door, secure } = nobody;
      return { result: success, actor: { kind: 'entry', door, secure, dn, entryUuid: 'u' } };
    },
    follow: () => [],
    journalOf: () => [],
    lastSequence: 0,
    onCommit: () => () => undefined,
  };
}
