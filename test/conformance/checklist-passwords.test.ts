import { createHash, pbkdf2Sync } from 'node:crypto';
import { checklist, row, type Row } from './checklist.js';
import { person } from './checklist-fixture.js';
import { someone } from './checklist-update.js';
import { found, shown } from './expected.js';
import { add, compare, modify, search, simpleBind } from './session.js';

const password = 'Zt5!vNw8?gHs';
const salt = Buffer.from('selde16octetsxxx');

const salted = (algorithm: string, ...octets: readonly Buffer[]): string => {
  const digest = createHash(algorithm).update(password);
  for (const each of octets) digest.update(each);
  return Buffer.concat([digest.digest(), ...octets]).toString('base64');
};

/** The base64 of passlib: dots for plus signs, and no padding. */
const adapted = (octets: Buffer): string =>
  octets.toString('base64').replaceAll('+', '.').replaceAll('=', '');
const pbkdf2 = (digest: string, length: number): string => {
  const derived = pbkdf2Sync(password, salt, 10_000, length, digest);
  return `10000$${adapted(salt)}$${adapted(derived)}`;
};

/** The password as other directories store it; `{CRYPT}` by openssl passwd, `{ARGON2}` by argon2. */
const stored: Readonly<Record<string, string>> = {
  'clear text': password,
  SSHA: salted('sha1', salt.subarray(0, 8)),
  SHA: salted('sha1'),
  SSHA256: salted('sha256', salt.subarray(0, 8)),
  SHA256: salted('sha256'),
  SSHA512: salted('sha512', salt),
  SHA512: salted('sha512'),
  'CRYPT $5$': '$5$sel5$jzR8y0Nzjs97eQK2YVSCYt8LwCiU.fXQ6n0DdYl/Xj8',
  'CRYPT $6$':
    '$6$sel6$A2yipFX1OXqg6LRM.NBpmxsPPnWlK90eoNylYeZIVZmyY1l8unns4ygjG0/wDk2JcyvdN..4b1ErgE.0Jzl6H0',
  'PBKDF2-SHA256': pbkdf2('sha256', 32),
  'PBKDF2-SHA512': pbkdf2('sha512', 64),
  ARGON2:
    '$argon2id$v=19$m=4096,t=2,p=1$c2VsZGUxNm9jdGV0c3h4eA$oM8PskR8nGt79BP6MA3cY955PMEtPs9HFpd6b20icgo',
};

const imported = Object.entries(stored).flatMap(([name, body], index): Row[] => {
  const [scheme = ''] = name.split(' ');
  const userPassword = name === 'clear text' ? body : `{${scheme}}${body}`;
  const dn = person(`h${index}`);
  return [
    row(`a password stored as ${name}`, simpleBind(dn, password), 'success', {
      as: 'nobody',
      given: [add(dn, { ...someone, userPassword })],
    }),
    row(
      `another password, stored as ${name}`,
      simpleBind(dn, `${password}x`),
      'invalidCredentials',
      {
        as: 'nobody',
      },
    ),
    row(
      `what is stored as ${name}, as a password`,
      simpleBind(dn, userPassword),
      name === 'clear text' ? 'success' : 'invalidCredentials',
      {
        as: 'nobody',
      },
    ),
  ];
});

const broken: readonly Row[] = [
  '{SSHA}',
  '{SSHA}AAAA',
  '{ARGON2}$argon2id$v=19',
  '{CRYPT}',
  '{NOPE}x',
  '{CRYPT}$6$',
].map((userPassword, index) =>
  row(
    `a stored value that is none verifies nothing: ${userPassword}`,
    simpleBind(person(`b${index}`), 'x'),
    'invalidCredentials',
    {
      as: 'nobody',
      given: [add(person(`b${index}`), { ...someone, userPassword })],
    },
  ),
);

const p2 = { dn: person('p2'), password: 'secret2' } as const;
const several = person('plusieurs');

/** Who sees and writes a password. */
const rights: readonly Row[] = [
  row('one of several passwords', simpleBind(several, 'deuxième'), 'success', {
    as: 'nobody',
    given: [add(several, { ...someone, userPassword: ['premier', 'deuxième'] })],
    slapdDeparts: 'its ppolicy allows one alone',
  }),
  row(
    'another’s password is not read',
    search(person('p1'), { attributes: ['userPassword'] }),
    shown({ userPassword: [] }),
    { as: p2 },
  ),
  row('nor found', search(person('p1'), { filter: '(userPassword=*)' }), found(), { as: p2 }),
  row(
    'nor compared',
    compare(person('p1'), 'userPassword', 'secret1'),
    ['insufficientAccessRights', 'noSuchAttribute'],
    { as: p2 },
  ),
  row(
    'nor written',
    modify(person('p1'), ['replace', 'userPassword', 'x']),
    'insufficientAccessRights',
    { as: p2 },
  ),
  row(
    'one’s own is written',
    modify(p2.dn, ['replace', 'userPassword', 'Kd7!rTz2?mPx']),
    'success',
    { as: p2 },
  ),
  row('and serves', simpleBind(p2.dn, 'Kd7!rTz2?mPx'), 'success', { as: 'nobody' }),
  row('the old one does no more', simpleBind(p2.dn, 'secret2'), 'invalidCredentials', {
    as: 'nobody',
  }),
];

checklist('passwords', [...imported, ...broken, ...rights]);
