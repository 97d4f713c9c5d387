import { expect } from 'chai';
import {
  formatVerifier,
  madeUpVerifier,
  makeVerifier,
  parseVerifier,
  sameVerifier,
  verifyProof,
} from '../../src/password/scram.js';

const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
const stored =
  'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==' +
  '$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';

const verifierOf = async (
  password: string,
  like?: { iterations: number; salt: Buffer },
): Promise<NonNullable<Awaited<ReturnType<typeof makeVerifier>>>> => {
  const made = await makeVerifier(Buffer.from(password), like);
  if (!made) throw new Error('a verifier is expected');
  return made;
};

describe('SCRAM-SHA-256 verifiers (RFC 7677, RFC 5803)', () => {
  it('are made of the password, the salt and the iterations', async () => {
    const made = await verifierOf('pencil', { iterations: 4096, salt });
    expect(formatVerifier(made).toString()).to.equal(stored);
  });

  it('are as hard as every client takes: Cyrus SASL refuses more than 65,536 iterations', async () => {
    const made = await verifierOf('pencil');
    expect(made.iterations).to.be.within(15_000, 65_536);
    expect((await verifierOf('pencil')).salt).not.to.deep.equal(made.salt);
  });

  it('are of the prepared password, and none of what cannot be prepared', async () => {
    const like = { iterations: 4096, salt };
    const plain = await verifierOf('IX', like);
    expect(sameVerifier(await verifierOf('I\u00ADX', like), plain)).to.equal(true);
    for (const bad of ['', '\u0007', '\u00AD']) {
      expect(await makeVerifier(Buffer.from(bad)), JSON.stringify(bad)).to.equal(undefined);
    }
    expect(await makeVerifier(Buffer.from([0xff, 0xfe]))).to.equal(undefined);
  });

  it('tell the proof of the example of RFC 7677 §3', async () => {
    const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    const message =
      `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},` +
      `s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=${nonce}`;
    const proof = Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64');
    const verifier = await verifierOf('pencil', { iterations: 4096, salt });
    expect(verifyProof(verifier, message, proof)?.toString('base64')).to.equal(
      '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    );
    expect(verifyProof(verifier, `${message} `, proof)).to.equal(undefined);
    expect(verifyProof(verifier, message, proof.subarray(1))).to.equal(undefined);
    expect(verifyProof(madeUpVerifier(salt, 'user'), message, proof)).to.equal(undefined);
  });

  it('made up for a name stay the same, and differ between names', () => {
    const made = madeUpVerifier(salt, 'uid=a');
    expect(madeUpVerifier(salt, 'uid=a')).to.deep.equal(made);
    expect(madeUpVerifier(salt, 'uid=b').salt).not.to.deep.equal(made.salt);
    expect(made.salt).to.have.length(16);
  });

  const [keys] = stored.split('$').slice(2);
  const unsound: Readonly<Record<string, string>> = {
    'another scheme': stored.replace('256', '1'),
    'too few iterations': stored.replace('4096', '4095'),
    'too many iterations': stored.replace('4096', '1000001'),
    'base64 that is none': stored.replace('W22Z', 'W2Z'),
    'a key too short': `SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$AAAA:AAAA`,
    'no salt': `SCRAM-SHA-256$4096:$${keys ?? ''}`,
    'a clear password': 'pencil',
    'a userPassword': '{SSHA}AAAA',
  };
  for (const [title, text] of Object.entries(unsound)) {
    it(`are not ${title}`, () => {
      expect(parseVerifier(Buffer.from(text))).to.equal(undefined);
    });
  }

  it('are read with the spaces that RFC 3112 allows', async () => {
    const spaced = ` ${stored.replaceAll('$', ' $ ')} `;
    const verifier = parseVerifier(Buffer.from(spaced));
    expect(verifier).to.deep.equal(await verifierOf('pencil', { iterations: 4096, salt }));
  });
});
