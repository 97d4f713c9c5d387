import fc from 'fast-check';
import { type Control, type RequestMessage } from '../../src/model/request.js';
import { supportedControls } from '../../src/operations/controls.js';
import { type RandomOperation, sequence } from '../differential/random-operations.js';
import { message } from '../protocol/arbitraries.js';
import { berLike, mutated, noise } from './codecs.js';

/** What an attacker does next on its connection. */
export type Step =
  | { readonly kind: 'message'; readonly message: RequestMessage }
  | {
      readonly kind: 'operations';
      readonly operations: readonly RandomOperation[];
      readonly controls: readonly Control[];
    }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'dribble'; readonly bytes: Buffer }
  | { readonly kind: 'bindStorm'; readonly count: number; readonly password: string }
  | { readonly kind: 'abandonRace' | 'cancelRace'; readonly count: number }
  | { readonly kind: 'startTls'; readonly then: 'handshake' | 'plain' | 'garbage' | 'nothing' }
  | { readonly kind: 'dump'; readonly isRead: boolean }
  | { readonly kind: 'signIn' | 'unbind' }
  | { readonly kind: 'halfClose' | 'vanish' }
  | { readonly kind: 'wait'; readonly ms: number };

const control: fc.Arbitrary<Control> = fc.record({
  oid: fc.constantFrom(...supportedControls, '1.2.3.4'),
  critical: fc.boolean(),
  value: fc.option(fc.oneof(berLike, noise), { nil: undefined }),
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  message.map((each): Step => ({ kind: 'message', message: each })),
  fc.record({
    kind: fc.constant('operations' as const),
    operations: sequence,
    controls: fc.array(control, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('bytes' as const), bytes: fc.oneof(mutated, noise, berLike) }),
  fc.record({ kind: fc.constant('dribble' as const), bytes: fc.oneof(mutated, noise, berLike) }),
  fc.record({
    kind: fc.constant('bindStorm' as const),
    count: fc.integer({ min: 1, max: 60 }),
    password: fc.constantFrom('secret', 'wrong'),
  }),
  fc.record({
    kind: fc.constantFrom('abandonRace', 'cancelRace' as const),
    count: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    kind: fc.constant('startTls' as const),
    then: fc.constantFrom('handshake', 'plain', 'garbage', 'nothing' as const),
  }),
  fc.record({ kind: fc.constant('dump' as const), isRead: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom('halfClose', 'signIn', 'signIn', 'unbind', 'vanish' as const),
  }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30 }) }),
);

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(anyStep, {
  minLength: 1,
  maxLength: 12,
});
