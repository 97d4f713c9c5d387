import fc from 'fast-check';

/** An entry by its place among those that exist when the operation is sent, or a missing one. */
export interface RandomTarget {
  readonly index: number;
  readonly spelling: number;
  readonly missing: 'no' | 'entry' | 'parent' | 'malformed' | 'outside';
}

export const target: fc.Arbitrary<RandomTarget> = fc.record({
  index: fc.nat(1000),
  spelling: fc.nat(4),
  missing: fc.oneof<fc.MaybeWeightedArbitrary<RandomTarget['missing']>[]>(
    { weight: 12, arbitrary: fc.constant('no') },
    { weight: 1, arbitrary: fc.constantFrom('entry', 'parent', 'malformed', 'outside') },
  ),
});

export const rdn = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'ou=Équipe',
      'ou=b',
      'ou=A',
      'ou=JEAN  pierre',
      'cn=a',
      'cn=A',
      'cn=Jean Pierre',
      'uid=p1',
      'uid=p2',
      'uid=P1',
      'cn=a+sn=b',
      'SN=B+CN=a',
      'cn=x\\2Cy',
      'cn=\\#12',
      'cn=c+uid=c',
      'cn=d',
      'cn=e',
      'cn=f',
      'uid=p3',
      'uid=p4',
      'ou=c',
      'ou=d',
      'cn=Hélène',
      'cn=He\u0301le\u0300ne',
      'cn=\\20lead',
      'cn=a\\2Bb',
      '2.5.4.3=oid',
      'uidNumber=7',
      'cn=tail\\20',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('nope=1', 'foo', 'cn=', 'cn=a,cn=b', '', 'uidNumber=x') },
);
