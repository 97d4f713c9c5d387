import fc from 'fast-check';
import { readLdifBatches } from '../../src/import/ldif-reader.js';
import { formatDn, parseDn } from '../../src/model/dn.js';
import { formatFilter, parseFilter } from '../../src/model/filter-text.js';
import { LdapError } from '../../src/model/result.js';
import { readControls, supportedControls } from '../../src/operations/controls.js';
import { decodeMessage } from '../../src/protocol/decode-message.js';
import { decodePasswordModify } from '../../src/protocol/extended/password-modify.js';
import { Framer } from '../../src/protocol/framer.js';
import { ProtocolError } from '../../src/protocol/protocol-error.js';
import { encoded, message } from '../protocol/arbitraries.js';
import { type Target, target, tolerate } from './target.js';

export const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

/** Bytes of a message with a few octets changed and its end cut off. */
export const mutated = fc
  .tuple(message, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), fc.nat(3))
  .map(([each, changes, cut]) => {
    const bytes = encoded(each);
    for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
    return bytes.subarray(0, bytes.length - cut);
  });

/** Bytes that look like BER: small elements, nested, their lengths now and then wrong. */
export const berLike = fc.letrec<{ element: Buffer }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom(0x01, 0x02, 0x04, 0x0a, 0x30, 0x31, 0x80, 0x81, 0xa0, 0xa1, 0xa3),
      fc.oneof(
        { maxDepth: 4, depthIdentifier: 'ber' },
        noise.map((bytes) => bytes.subarray(0, 12)),
        fc.array(tie('element'), { maxLength: 4 }).map((parts) => Buffer.concat(parts)),
      ),
      fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer() }),
    )
    .map(([tag, content, wrong]) => {
      const length = (content.length + wrong) & 0xffff;
      const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
      return Buffer.concat([Buffer.from(head), content]);
    }),
})).element;

const dnText = fc.string({
  unit: fc.constantFrom(...Array.from('cndcou=,+;\\"#<> 0a9Fé\0.-')),
  maxLength: 200,
});
const filterText = fc.string({
  unit: fc.constantFrom(...Array.from('()&|!=*<>~:\\;a1 é\0dn')),
  maxLength: 200,
});
const ldifWords = [
  'dn: ',
  'dn:: ',
  'cn: ',
  'cn:: ',
  'sn:< file:///etc/hostname',
  'changetype: ',
  'modify',
  'add: cn',
  'delete: sn',
  'replace: ',
  'increment: n',
  'moddn',
  'newrdn: cn=x',
  'deleteoldrdn: 1',
  'newsuperior: ',
  'control: 1.2 true: x',
  'version: 1',
  'objectClass: top',
  '-',
  ' ',
  '# ',
  '\n',
  '\r\n',
  '\n\n',
  'dc=example,dc=org',
  'w4k=',
  '\0',
  'é',
];
const ldifText = fc
  .array(fc.oneof(fc.constantFrom(...ldifWords), fc.string({ maxLength: 5 })), { maxLength: 60 })
  .map((words) => words.join(''));

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

async function readAll(chunks: readonly Buffer[]): Promise<void> {
  for await (const batch of readLdifBatches(chunks)) {
    if (batch.length === 0) throw new Error('a batch of nothing');
  }
}

const readings = ['search', 'modify', 'add', 'delete', 'modifyDn', 'compare', 'bind'] as const;

/** All that is read from octets and texts that a stranger sends. */
export const codecTargets: readonly Target[] = [
  target(
    'ber',
    fc.property(fc.oneof(mutated, noise, berLike), (bytes) => {
      tolerate(ProtocolError, () => decodeMessage(bytes));
    }),
  ),
  target(
    'framer',
    fc.property(fc.oneof(mutated, noise), fc.integer({ min: 1, max: 64 }), (bytes, step) => {
      tolerate(ProtocolError, () => {
        frame(bytes, step);
      });
    }),
  ),
  target(
    'dn',
    fc.property(dnText, (text) => {
      tolerate(LdapError, () => {
        sameAgain(text, (each) => formatDn(parseDn(each)));
      });
    }),
  ),
  target(
    'filter text',
    fc.property(filterText, (text) => {
      tolerate(LdapError, () => {
        sameAgain(text, (each) => formatFilter(parseFilter(each)));
      });
    }),
  ),
  target(
    'control values',
    fc.property(
      fc.constantFrom(...supportedControls),
      fc.constantFrom(...readings),
      fc.option(fc.oneof(noise, berLike), { nil: undefined }),
      (oid, operation, value) => {
        tolerate(LdapError, () => readControls([{ oid, critical: true, value }], operation));
      },
    ),
  ),
  target(
    'password modify',
    fc.property(fc.oneof(noise, berLike), (value) => {
      tolerate(LdapError, () => decodePasswordModify(value));
    }),
  ),
  target(
    'ldif',
    fc.asyncProperty(ldifText, fc.integer({ min: 1, max: 50 }), async (text, step) => {
      const bytes = Buffer.from(text);
      const chunks = Array.from({ length: Math.ceil(bytes.length / step) }, (_, at) =>
        bytes.subarray(at * step, (at + 1) * step),
      );
      await readAll(chunks);
    }),
  ),
];
