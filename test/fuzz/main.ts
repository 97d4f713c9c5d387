import fc from 'fast-check';
import { formatDn, parseDn } from '../../src/model/dn.js';
import { formatFilter, parseFilter } from '../../src/model/filter-text.js';
import { LdapError } from '../../src/model/result.js';
import { decodeMessage } from '../../src/protocol/decode-message.js';
import { Framer } from '../../src/protocol/framer.js';
import { ProtocolError } from '../../src/protocol/protocol-error.js';
import { encoded, message } from '../protocol/arbitraries.js';

/**
 * Throws what it can think of at the parsers, for as many seconds as the first argument says
 * (10), from the seed that the second gives. Prints one JSON line per target; exits 1 upon the
 * first input that makes one throw what it should not, or take unreasonably long.
 */

const slowMs = 1000;

function tolerate(expected: abstract new (...args: never[]) => Error, run: () => void): void {
  const startMs = performance.now();
  try {
    run();
  } catch (error) {
    if (!(error instanceof expected)) throw error;
  }
  const tookMs = performance.now() - startMs;
  if (tookMs > slowMs) throw new Error(`took ${tookMs.toFixed(0)} ms`);
}

const mutated = fc
  .tuple(message, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), fc.nat(3))
  .map(([each, changes, cut]) => {
    const bytes = encoded(each);
    for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
    return bytes.subarray(0, bytes.length - cut);
  });
const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const dnText = fc.string({
  unit: fc.constantFrom(...Array.from('cndcou=,+;\\"#<> 0a9Fé\0.-')),
  maxLength: 200,
});
const filterText = fc.string({
  unit: fc.constantFrom(...Array.from('()&|!=*<>~:\\;a1 é\0dn')),
  maxLength: 200,
});

function frame(bytes: Buffer, step: number): void {
  const framer = new Framer(1 << 20);
  for (let at = 0; at < bytes.length; at += step) {
    framer.push(bytes.subarray(at, at + step));
    for (let pdu = framer.next(); pdu; pdu = framer.next()) decodeMessage(pdu);
  }
}

function sameAgain(text: string, parse: (text: string) => string): void {
  const once = parse(text);
  if (parse(once) !== once) throw new Error(`“${text}” is not read back`);
}

const seconds = Number(process.argv[2] ?? 10);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);

function attack<T>(target: string, property: fc.IProperty<T>): void {
  const { failed, numRuns, counterexample, errorInstance } = fc.check(property, {
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: (seconds * 1000) / 4,
    markInterruptAsFailure: false,
    seed,
  });
  const found = failed ? { counterexample, error: String(errorInstance) } : {};
  process.stdout.write(`${JSON.stringify({ target, seed, runs: numRuns, failed, ...found })}\n`);
  if (failed) process.exitCode = 1;
}

attack(
  'ber',
  fc.property(fc.oneof(mutated, noise), (bytes) => {
    tolerate(ProtocolError, () => decodeMessage(bytes));
  }),
);
attack(
  'framer',
  fc.property(fc.oneof(mutated, noise), fc.integer({ min: 1, max: 64 }), (bytes, step) => {
    tolerate(ProtocolError, () => {
      frame(bytes, step);
    });
  }),
);
attack(
  'dn',
  fc.property(dnText, (text) => {
    tolerate(LdapError, () => {
      sameAgain(text, (each) => formatDn(parseDn(each)));
    });
  }),
);
attack(
  'filter text',
  fc.property(filterText, (text) => {
    tolerate(LdapError, () => {
      sameAgain(text, (each) => formatFilter(parseFilter(each)));
    });
  }),
);
