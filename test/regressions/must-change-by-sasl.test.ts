import { expect } from 'chai';
import {
  openFixture,
  type Opened,
  personDn,
  search,
  smallDirectory,
  suffix,
} from '../operations/fixture.js';
import { policy } from '../operations/policies.js';
import { policyOfRepresentation } from '../operations/representation.js';
import { password, portail } from '../operations/sasl-accounts.js';
import { saslBind } from '../operations/sasl-client.js';
import { add } from '../operations/writing.js';

const francois = personDn('francois.grangere');

/** An authorization identity once took the duty away with it. */
describe('who must change its password, and signs in by SASL as somebody', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture({
      entries: [
        ...smallDirectory,
        [`ou=politiques,${suffix}`, { objectClass: 'organizationalUnit', ou: 'politiques' }],
        policy('default', { pwdMustChange: 'TRUE' }),
      ],
      with: { policy: policyOfRepresentation() },
    });
    const account = { objectClass: 'compteService', cn: 'portail', userPassword: password };
    await add(opened.directory, portail, account);
  });
  after(() => opened.close());

  const rows = [
    ['nobody else', '', 'insufficientAccessRights'],
    ['its own login', 'u:portail', 'insufficientAccessRights'],
    ['its own name', `dn:${portail}`, 'insufficientAccessRights'],
    ['whom it may represent', `dn:${francois}`, 'authorizationDenied'],
  ] as const;
  for (const [title, authzId, code] of rows) {
    it(`is held to its duty as ${title}`, async () => {
      const credentials = `${authzId}\0portail\0${password}`;
      const { result, actor } = await saslBind(opened.directory, {
        mechanism: 'PLAIN',
        credentials,
      });
      if (result.code !== 'success') {
        expect(result.code).to.equal(code);
        expect(actor.kind).to.equal('anonymous');
        return;
      }
      expect((await search(opened.directory, actor)).result.code).to.equal(code);
    });
  }
});
