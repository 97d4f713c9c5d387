import { formatVerifier, makeVerifier } from '../../src/password/scram.js';
import { type Opened, openFixture, personDn, suffix } from './fixture.js';
import { add, change, modify } from './writing.js';

export const anne = personDn('anne.martin');
export const password = 'Xy7!kLm9?pQr';
export const portail = `cn=portail,ou=comptes,${suffix}`;

/** A new verifier of a password, as it is stored. */
export async function verifierOf(secret: string): Promise<Buffer> {
  const made = await makeVerifier(Buffer.from(secret));
  if (!made) throw new Error('a verifier is expected');
  return formatVerifier(made);
}

/** Anne and an inactive person have a verifier; Yann has only a password; so has the portal. */
export async function openWithVerifiers(): Promise<Opened> {
  const opened = await openFixture();
  const { directory } = opened;
  const both = [
    change('replace', 'userPassword', password),
    change('replace', 'authPassword', await verifierOf(password)),
  ];
  for (const uid of ['anne.martin', 'helene.le-goff']) {
    await modify(directory, personDn(uid), both);
  }
  await modify(directory, personDn('yann.martin'), [change('replace', 'userPassword', password)]);
  await add(directory, portail, {
    objectClass: 'compteService',
    cn: 'portail',
    userPassword: password,
  });
  return opened;
}
