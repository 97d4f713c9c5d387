import fc from 'fast-check';

/** Attributes by the kind of their values; each kind has values that its rules hold equal. */
export const kindOf = {
  cn: 'text',
  sn: 'text',
  givenName: 'text',
  description: 'text',
  title: 'text',
  ou: 'text',
  uid: 'text',
  name: 'text',
  employeeNumber: 'text',
  mail: 'ia5',
  homeDirectory: 'ia5',
  gecos: 'ia5',
  telephoneNumber: 'telephone',
  x121Address: 'numeric',
  postalAddress: 'address',
  uidNumber: 'integer',
  gidNumber: 'integer',
  shadowMax: 'integer',
  member: 'name',
  seeAlso: 'name',
  manager: 'name',
  jpegPhoto: 'octets',
  audio: 'octets',
  objectClass: 'class',
  destinationIndicator: 'printable',
  preferredLanguage: 'text',
  nope: 'text',
} as const;

export type AttributeName = keyof typeof kindOf;
export type ValueKind = (typeof kindOf)[AttributeName];

const texts = [
  'Jean',
  'jean',
  'Jean Pierre',
  'JEAN  PIERRE',
  ' Jean ',
  'Hélène',
  'He\u0301le\u0300ne',
  'HÉLÈNE',
  'helene',
  'a',
  'b',
  'A',
  'ab',
  'abc',
  'x,y',
  'a+b',
  '#12',
  'a*b',
  '(c)',
  'C:\\d',
  'é',
  'Ａ',
  '1',
  '10',
  '2',
  'a\u00a0b',
  'a b',
  'a=b',
  '"q"',
  '<é>',
  '',
  ' ',
  'œuvre',
  'İ',
  '😀',
  'a;b',
];

const values: Readonly<Record<Exclude<ValueKind, 'name' | 'octets'>, readonly string[]>> = {
  text: texts,
  ia5: ['a@b.fr', 'A@B.FR', 'a', '/home/a', '/HOME/a', 'é', '', ' a', 'a  b', 'a b', '/home'],
  telephone: ['+33 1 02', '+33-1-02', '+33102', '3310', '(02) 96', '0296', '', ' ', '-', 'x'],
  numeric: ['12 34', '1234', ' 12', 'x', '', '12'],
  address: ['1 rue$Brest', '1 RUE $ brest', '1 rue\\24Brest', 'Brest', '$', 'a$$b'],
  integer: ['0', '1', '7', '-3', '007', '+1', '-0', '12345678901234567890', 'x', '', '1.5', ' 1'],
  class: [
    'top',
    'person',
    'inetOrgPerson',
    'INETORGPERSON',
    'organizationalUnit',
    'groupOfNames',
    'posixAccount',
    'uidObject',
    '2.5.6.6',
    'nope',
    'extensibleObject',
    'shadowAccount',
    'simpleSecurityObject',
    '1.2.3',
    '',
  ],
  printable: ['ABC', 'abc', 'a b', 'é', '', '*'],
};

const octets = ['00', 'ffd8002a', '', '61'].map((digits) => Buffer.from(digits, 'hex'));

/** Where a value of a DN attribute comes from: a known entry, in some spelling, or this text. */
export type RandomValue =
  | { readonly kind: 'octets'; readonly octets: Buffer }
  | { readonly kind: 'entry'; readonly index: number; readonly spelling: number };

const fixed = (value: string | Buffer): RandomValue => ({
  kind: 'octets',
  octets: Buffer.from(value as string),
});

export const entryName: fc.Arbitrary<RandomValue> = fc.record({
  kind: fc.constant('entry' as const),
  index: fc.nat(1000),
  spelling: fc.nat(4),
});

/** A value of the kind; now and then one that its syntax refuses. */
export function valueOf(kind: ValueKind): fc.Arbitrary<RandomValue> {
  if (kind === 'octets') return fc.constantFrom(...octets.map(fixed));
  if (kind === 'name') {
    const strange = ['foo', 'cn=nobody,dc=nowhere', 'cn=a\\2Cb,o=X', 'nope=1,o=x', 'cn=#0401'];
    return fc.oneof(
      { weight: 6, arbitrary: entryName },
      { weight: 1, arbitrary: fc.constantFrom(...strange.map(fixed)) },
    );
  }
  return fc.constantFrom(...values[kind].map(fixed));
}

export const attributeName = fc.constantFrom(...(Object.keys(kindOf) as AttributeName[]));
