import { expect } from 'chai';
import { isVerifiable, verifyPassword } from '../../src/password/hash.js';
import { readShaCrypt, shaCryptDigest } from '../../src/password/sha-crypt.js';
import { schemeText } from '../../src/password/stored-password.js';

const lines =
  'a very much longer text to encrypt.  This one even stretches over morethan one line.';
const short = 'we have a short salt string but not a short password';
const least = 'the minimum number is still observed';

/** The test vectors of the specification (U. Drepper, version 0.6). */
const vectors: readonly (readonly [password: string, stored: string])[] = [
  ['Hello world!', '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
  ['Hello world!', '$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA'],
  [
    'This is just a test',
    '$5$rounds=5000$toolongsaltstrin$Un/5jzAHMgOGZ5.mWJpuVolil07guHPvOW8mGRcvxa5',
  ],
  [lines, '$5$rounds=1400$anotherlongsalts$Rx.j8H.h8HjEDGomFU8bDkXm3XIUnzyxf12oP84Bnq1'],
  [short, '$5$rounds=77777$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/'],
  [
    'a short string',
    '$5$rounds=123456$asaltof16chars..$gP3VQ/6X7UUEW3HkBn2w1/Ptq2jxPyzV/cZKmF/wJvD',
  ],
  [least, '$5$rounds=1000$roundstoolow$yfvwcWrQ8l/K0DAWyuPMDNHpIVlTQebY9l/gL972bIC'],
  [
    'Hello world!',
    '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEd' +
      'FCoEOfaS35inz1',
  ],
  [
    'Hello world!',
    '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0' +
      'Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
  ],
  [
    'This is just a test',
    '$6$rounds=5000$toolongsaltstrin$lQ8jolhgVRVhY4b5pZKaysCLi0QBxGoNeKQzQ3glMhwllF7oGDZxUh' +
      'x1yxdYcz/e1JSbq3y6JMxxl8audkUEm0',
  ],
  [
    lines,
    '$6$rounds=1400$anotherlongsalts$POfYwTEok97VWcjxIiSOjiykti.o/pQs.wPvMxQ6Fm7I6IoYN3CmL' +
      's66x9t0oSwbtEW7o7UmJEiDwGqd8p4ur1',
  ],
  [
    short,
    '$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeO' +
      'xFmtlcGZelFl5CxtgfiAc0',
  ],
  [
    'a short string',
    '$6$rounds=123456$asaltof16chars..$BtCwjqMJGx5hrJhZywWvt0RLE8uZ4oPwcelCjmw2kSYu.Ec6ycUL' +
      'evoBK25fs2xXgMNrCzIMVcgEJAstJeonj1',
  ],
  [
    least,
    '$6$rounds=1000$roundstoolow$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhLsPuWGsUSklZt58jaT' +
      'fF4ZEQpyUNGc0dqbpBYYBaHHrsX.',
  ],
];

describe('sha-crypt', () => {
  for (const [password, stored] of vectors) {
    it(`computes ${stored.slice(0, 32)}…`, () => {
      const form = readShaCrypt(stored);
      expect(form && shaCryptDigest(Buffer.from(password), form)).equal(form?.digest);
    });
  }

  it('verifies in its thread what {CRYPT} stores, several at once', async () => {
    const few = vectors.filter(([, stored]) => !/rounds=\d{5,}/.test(stored));
    const verdicts = few.flatMap(([password, stored]) => {
      const value = Buffer.from(`{CRYPT}${stored}`);
      return [password, `${password}.`].map(async (each) =>
        verifyPassword(Buffer.from(each), value),
      );
    });
    expect(await Promise.all(verdicts)).deep.equal(few.flatMap(() => [true, false]));
  });

  /** Other kinds of crypt(3), and what is none. */
  const others: readonly (readonly [body: string, scheme: string])[] = [
    ['$1$abcdefgh$qVW0rhEHcdeM8mB3IkLqS/', '{CRYPT}$1$'],
    ['$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy', '{CRYPT}$2b$'],
    ['$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7', '{CRYPT}$y$'],
    ['abJnggxhB/yWI', '{CRYPT}'],
    ['$6$saltstring$tooshort', '{CRYPT}$6$'],
    [`$5$rounds=1000001$saltstring$${'a'.repeat(43)}`, '{CRYPT}$5$'],
    ['', '{CRYPT}'],
  ];
  for (const [body, scheme] of others) {
    it(`“${body.slice(0, 24)}” is matched by nothing, and reported as ${scheme}`, async () => {
      const stored = Buffer.from(`{CRYPT}${body}`);
      expect(isVerifiable(stored)).equal(false);
      expect(await verifyPassword(Buffer.from('abc'), stored)).equal(false);
      expect(schemeText(stored)).equal(scheme);
    });
  }

  it('looks at no password longer than any could be', () => {
    const form = { algorithm: 'sha512', rounds: 1_000, salt: 'x' } as const;
    expect(shaCryptDigest(Buffer.alloc(1_025, 'x'), form)).equal(undefined);
    expect(shaCryptDigest(Buffer.alloc(1_024, 'x'), form)).a('string');
  });
});
