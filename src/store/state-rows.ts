import type { Environment } from './environment.js';
import { pagedRows, prefixEnd, type View } from './rows.js';
import type { Json, StateDatabase, StateReader, StateTransaction } from './state-database.js';

const keyBytesMax = 500;

/** @throws RangeError when the key is empty or longer than 500 octets */
function keyOf(key: string): Buffer {
  const bytes = Buffer.from(key);
  if (bytes.length === 0 || bytes.length > keyBytesMax) {
    throw new RangeError(`a state key has 1 to ${keyBytesMax} octets, not ${bytes.length}`);
  }
  return bytes;
}

export class StateRows implements StateReader {
  protected readonly environment: Environment;
  private readonly view: View;

  constructor(environment: Environment, view: View) {
    this.environment = environment;
    this.view = view;
  }

  get(database: StateDatabase, key: string): Json | undefined {
    const value = this.environment.state[database].getBinaryFast(keyOf(key), this.view);
    return value === undefined ? undefined : parsed(value);
  }

  *list(
    database: StateDatabase,
    options: { prefix?: string; after?: string; limit?: number } = {},
  ): Generator<{ readonly key: string; readonly value: Json }> {
    const limit = options.limit ?? Infinity;
    if (limit <= 0) return;
    const range = { ...this.view, ...boundsOf(options) };
    let count = 0;
    for (const { key, value } of pagedRows(this.environment.state[database], range)) {
      yield { key: key.toString('utf8'), value: parse(value) };
      count += 1;
      if (count >= limit) return;
    }
  }
}

function parse(value: Buffer): Json {
  return JSON.parse(value.toString('utf8')) as Json;
}

const rememberedMax = 1_024;
const rememberedBytesMax = 1_024;
const remembered = new Map<string, Json>();

/** The same for a short value, which may be asked for again at once: a look-up costs a tenth. */
function parsed(value: Buffer): Json {
  if (value.length > rememberedBytesMax) return parse(value);
  const text = value.toString('utf8');
  let json = remembered.get(text);
  if (json === undefined) {
    json = JSON.parse(text) as Json;
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.set(text, json);
  }
  return json;
}

const firstKey = Buffer.from([0]);

function boundsOf({ prefix = '', after }: { prefix?: string; after?: string }): {
  readonly start: Buffer;
  readonly end?: Buffer;
  readonly exclusiveStart?: boolean;
} {
  const from = Buffer.from(prefix);
  const end = from.length === 0 ? {} : { end: prefixEnd(from) };
  const past = after === undefined || after === '' ? undefined : Buffer.from(after);
  if (past !== undefined && Buffer.compare(past, from) >= 0) {
    return { start: past, exclusiveStart: true, ...end };
  }
  return { start: from.length === 0 ? firstKey : from, ...end };
}

/** State inside a write. */
export class StateWrites extends StateRows implements StateTransaction {
  put(database: StateDatabase, key: string, value: Json): void {
    this.environment.state[database].putSync(keyOf(key), Buffer.from(JSON.stringify(value)));
  }

  remove(database: StateDatabase, key: string): void {
    this.environment.state[database].removeSync(keyOf(key));
  }
}
