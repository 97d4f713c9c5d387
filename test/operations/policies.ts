import { expect } from 'chai';
import type { Result } from '../../src/model/result.js';
import type { BindOutcome } from '../../src/operations/directory.js';
import { policyControl, said } from '../conformance/password-control.js';
import {
  anonymous,
  type Opened,
  openFixture,
  personDn,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';
import { change, modify, read } from './writing.js';

/** What the cases of the password policy are told with. */

export const soazig = personDn('soazig.riou');
export const [first, second] = ['Zt5!vNw8?gHs', 'Kd7!rTz2?mPx'] as const;

type Named = readonly [dn: string, values: Values];

export const policy = (cn: string, rules: Values): Named => [
  `cn=${cn},ou=politiques,${suffix}`,
  {
    objectClass: ['organizationalRole', 'pwdPolicy'],
    cn,
    pwdAttribute: 'userPassword',
    ...rules,
  },
];

/** A directory with a clock that stands, and a person whose password is `first`. */
export interface PolicyDirectory extends Pick<Opened, 'directory' | 'close'> {
  later(seconds: number): void;
  bind(password: string, address?: string, dn?: string): Promise<BindOutcome>;
  /** What a bind answers to who sends the control. */
  bound(password: string): Promise<string>;
  set(dn: string, attribute: string, ...values: string[]): Promise<Result>;
  /** All attributes of an entry, as the root reads them. */
  state(dn?: string): Record<string, string[]>;
}

/** @param rules of the default policy; undefined: there is none */
export async function openPolicies(
  rules: Values | undefined,
  more: readonly Named[] = [],
): Promise<PolicyDirectory> {
  let now = new Date('2026-06-15T08:00:00.500Z');
  const branch: Named = [
    `ou=politiques,${suffix}`,
    { objectClass: 'organizationalUnit', ou: 'politiques' },
  ];
  const opened = await openFixture({
    entries: [...smallDirectory, branch, ...(rules ? [policy('default', rules)] : []), ...more],
    with: { clock: () => now },
  });
  const { directory } = opened;
  const bind = (
    password: string,
    address = '192.0.2.1',
    dn: string = soazig,
  ): Promise<BindOutcome> => {
    const authentication = { kind: 'simple', password: Buffer.from(password) } as const;
    const context = { controls: [policyControl], address };
    return directory.bind({ kind: 'bind', version: 3, dn, authentication }, anonymous, context);
  };
  const set = (dn: string, attribute: string, ...values: string[]): Promise<Result> =>
    modify(directory, dn, [change('replace', attribute, ...values)]);
  expect(await set(soazig, 'userPassword', first)).include({ code: 'success' });
  return {
    directory,
    close: () => opened.close(),
    later: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
    bind,
    bound: async (password) => said((await bind(password)).result),
    set,
    state: (dn = soazig) => read(directory, dn),
  };
}
