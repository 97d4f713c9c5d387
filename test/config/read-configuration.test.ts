import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { ConfigurationFault } from '../../src/config/fault.js';
import { defaultAddressParts } from '../../src/domain/person.js';
import { readConfiguration } from '../../src/config/read-configuration.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Files that exist for a test; the project's own are read from the disk. */
function read(environment: Environment, files: Readonly<Record<string, string>> = {}) {
  return readConfiguration(environment, (path) => {
    const text = files[path];
    if (text !== undefined) return text;
    return readFileSync(path, 'utf8');
  });
}

function faultOf(environment: Environment, files: Readonly<Record<string, string>> = {}): string {
  try {
    read(environment, files);
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigurationFault);
    return (error as Error).message;
  }
  return 'no fault';
}

describe('the configuration', () => {
  it('has the defaults that scripts rely on when nothing is given', () => {
    expect(read({})).to.deep.equal({
      profile: 'annuaire',
      dataDirectory: './data',
      suffix: 'dc=telesantebretagne,dc=org',
      rootDn: 'cn=admin,dc=telesantebretagne,dc=org',
      rootPassword: undefined,
      host: '127.0.0.1',
      ldapPort: 1389,
      ldapsPort: 1636,
      httpPort: 8080,
      demoPort: 8090,
      demo: 'auto',
      schemaDirectory: undefined,
      accessFile: undefined,
      servicesFile: undefined,
      territoriesFile: undefined,
      templatesDirectory: undefined,
      tls: {
        certFile: undefined,
        keyFile: undefined,
        clientCaFile: undefined,
        required: false,
        exempt: 'none',
      },
      trustedProxies: [],
      connections: {
        most: 10_000,
        mostPerAddress: 1_000,
        handshakeSeconds: 10,
        messageSeconds: 60,
      },
      smtpUrl: undefined,
      mailFrom: 'identity.manager@telesantebretagne.org',
      mailDiffusion: 'tous',
      publicUrl: undefined,
      title: 'Annuaire GCS Bretagne QUALIF',
      contact: undefined,
      mail: { bounce: undefined, digestAbove: 5, dkim: undefined },
      webdcr: {
        url: undefined,
        token: undefined,
        tokenFile: undefined,
        oauth: {
          url: undefined,
          clientId: undefined,
          clientSecret: undefined,
          scope: undefined,
        },
        caFile: undefined,
        certFile: undefined,
        keyFile: undefined,
        proxy: undefined,
        cron: '* * * * *',
        reconcileCron: '10 3 * * *',
        scope: 'toutes',
        mappingFile: undefined,
        valve: { hour: { count: 50, percent: 2 }, day: { count: 200, percent: 5 } },
      },
      oidc: {
        issuer: undefined,
        clientId: undefined,
        clientSecret: undefined,
        profile: 'standard',
        scope: 'openid profile',
        claim: 'preferred_username',
        attribute: 'idnps',
        label: 'OpenID Connect',
      },
      addressParts: defaultAddressParts,
      workers: 0,
      rehash: true,
      logLevel: 'info',
    });
  });

  it('is frozen, down to its groups', () => {
    const configuration = read({});
    for (const part of [
      configuration,
      configuration.tls,
      configuration.webdcr,
      configuration.oidc,
      configuration.addressParts,
      configuration.trustedProxies,
      configuration.connections,
    ]) {
      expect(Object.isFrozen(part)).to.equal(true);
    }
  });

  it('puts the root DN below the suffix given', () => {
    expect(read({ ANNUAIRE_SUFFIX: 'dc=example,dc=com' }).rootDn).to.equal(
      'cn=admin,dc=example,dc=com',
    );
  });

  it('takes numbers, booleans and lists written as text', () => {
    const configuration = read({
      ANNUAIRE_LDAP_PORT: '0',
      ANNUAIRE_HTTP_PORT: '65535',
      ANNUAIRE_REQUIRE_TLS: '1',
      ANNUAIRE_REHASH: 'false',
      ANNUAIRE_TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16,',
      ANNUAIRE_PUBLIC_URL: 'https://annuaire.example.org/',
      ANNUAIRE_ADDRESS_PARTS: 'codePostal, commune',
    });
    expect(configuration.addressParts).to.deep.equal(['codePostal', 'commune']);
    expect(configuration.ldapPort).to.equal(0);
    expect(configuration.httpPort).to.equal(65_535);
    expect(configuration.tls.required).to.equal(true);
    expect(configuration.rehash).to.equal(false);
    expect(configuration.trustedProxies).to.deep.equal(['10.0.0.1', '10.1.0.0/16']);
    expect(configuration.publicUrl).to.equal('https://annuaire.example.org');
  });

  it('takes an empty variable for none', () => {
    expect(read({ ANNUAIRE_SMTP_URL: '', ANNUAIRE_LDAP_PORT: '' }).ldapPort).to.equal(1389);
  });

  const wrong: readonly (readonly [string, string, string])[] = [
    ['ANNUAIRE_LDAP_PORT', '65536', 'must be <= 65535'],
    ['ANNUAIRE_LDAP_PORT', '-1', 'must be a whole number'],
    ['ANNUAIRE_HTTP_PORT', '0x50', 'must be a whole number'],
    ['ANNUAIRE_DEMO_PORT', '80.5', 'must be a whole number'],
    ['ANNUAIRE_REQUIRE_TLS', 'yes', 'must be true, false, 1 or 0'],
    ['ANNUAIRE_PROFILE', 'autre', 'must be one of annuaire, general'],
    ['ANNUAIRE_DEMO', 'on', 'must be one of auto, off'],
    ['ANNUAIRE_MAIL_DIFFUSION', 'aucun', 'must be one of tous, competent'],
    ['ANNUAIRE_WEBDCR_SCOPE', 'rien', 'must be one of toutes, acces'],
    ['ANNUAIRE_LOG_LEVEL', 'loud', 'must be one of silent, error, warn, info, debug'],
    ['ANNUAIRE_SUFFIX', 'telesante', 'is not in the form expected'],
    ['ANNUAIRE_SMTP_URL', 'localhost:25', 'is not in the form expected'],
    ['ANNUAIRE_WEBDCR_URL', 'ftp://webdcr', 'is not in the form expected'],
    ['ANNUAIRE_CONTACT', 'javascript:alert(1)@x', 'is not in the form expected'],
    ['ANNUAIRE_MAIL_FROM', 'nobody', 'is not in the form expected'],
    ['ANNUAIRE_ADDRESS_PARTS', 'numeroVoie,pays', 'is not in the form expected'],
    ['ANNUAIRE_WEBDCR_CRON', 'hourly', 'is not in the form expected'],
  ];
  for (const [name, value, reason] of wrong) {
    it(`refuses ${name}=${value}, naming the key`, () => {
      expect(faultOf({ [name]: value })).to.equal(`${name}: ${reason} (in the environment)`);
    });
  }

  it('refuses half a pair of TLS files', () => {
    expect(faultOf({ ANNUAIRE_TLS_CERT: '/tmp/cert.pem' })).to.match(/one needs the other$/);
  });
});

describe('the configuration file', () => {
  const named = { ANNUAIRE_CONFIG: '/etc/annuaire.json' };
  const file = (content: unknown) => ({ '/etc/annuaire.json': JSON.stringify(content) });

  it('takes the same keys, as JSON values or as text', () => {
    const given = { ANNUAIRE_LDAP_PORT: 389, ANNUAIRE_LDAPS_PORT: '636', ANNUAIRE_REHASH: false };
    const configuration = read(named, file(given));
    expect(configuration.ldapPort).to.equal(389);
    expect(configuration.ldapsPort).to.equal(636);
    expect(configuration.rehash).to.equal(false);
  });

  it('yields to the environment', () => {
    const environment = { ...named, ANNUAIRE_TITLE: 'De l’environnement' };
    const given = { ANNUAIRE_TITLE: 'Du fichier', ANNUAIRE_HOST: '0.0.0.0' };
    const configuration = read(environment, file(given));
    expect(configuration.title).to.equal('De l’environnement');
    expect(configuration.host).to.equal('0.0.0.0');
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['an unknown key', { ANNUAIRE_PORT: 1 }, 'ANNUAIRE_PORT: unknown key (in /etc/annuaire.json)'],
    [
      'a value of another type',
      { ANNUAIRE_LDAP_PORT: true },
      'ANNUAIRE_LDAP_PORT: must be integer (in /etc/annuaire.json)',
    ],
    ['a list', [], 'ANNUAIRE_CONFIG: /etc/annuaire.json must hold one JSON object'],
  ];
  for (const [title, content, message] of wrong) {
    it(`is refused with ${title}`, () => {
      expect(faultOf(named, file(content))).to.equal(message);
    });
  }

  it('is refused when it is not JSON, without quoting what it holds', () => {
    const broken = { '/etc/annuaire.json': '{"ANNUAIRE_ROOT_PASSWORD": "s3cret" oops' };
    const fault = faultOf(named, broken);
    expect(fault).to.match(/^ANNUAIRE_CONFIG: \/etc\/annuaire.json is not JSON/);
    expect(fault).not.to.contain('s3cret');
  });

  it('is refused when it is missing', () => {
    expect(faultOf({ ANNUAIRE_CONFIG: '/nowhere/annuaire.json' })).to.equal(
      'ANNUAIRE_CONFIG: cannot read /nowhere/annuaire.json (ENOENT)',
    );
  });
});

describe('a secret in a file', () => {
  const files = { '/run/password': 'un mot de passe \n' };

  it('is what the file holds, without the last end of line', () => {
    const configuration = read({ ANNUAIRE_ROOT_PASSWORD_FILE: '/run/password' }, files);
    expect(configuration.rootPassword).to.equal('un mot de passe ');
  });

  it('beats the same secret in the configuration file when the environment names it', () => {
    const environment = {
      ANNUAIRE_CONFIG: '/c.json',
      ANNUAIRE_ROOT_PASSWORD_FILE: '/run/password',
    };
    const configuration = read(environment, {
      ...files,
      '/c.json': '{"ANNUAIRE_ROOT_PASSWORD": "autre"}',
    });
    expect(configuration.rootPassword).to.equal('un mot de passe ');
  });

  it('is refused when it is also given directly', () => {
    const environment = {
      ANNUAIRE_ROOT_PASSWORD: 's3cret',
      ANNUAIRE_ROOT_PASSWORD_FILE: '/run/password',
    };
    const fault = faultOf(environment, files);
    expect(fault).to.match(/^ANNUAIRE_ROOT_PASSWORD: given twice/);
    expect(fault).not.to.contain('s3cret');
  });

  it('never stands in a fault', () => {
    const fault = faultOf({ ANNUAIRE_WEBDCR_TOKEN: 'jeton avec espaces' });
    expect(fault).to.equal(
      'ANNUAIRE_WEBDCR_TOKEN: is not in the form expected (in the environment)',
    );
  });

  it('names its key when its file is missing', () => {
    expect(faultOf({ ANNUAIRE_WEBDCR_TOKEN_FILE: '/nowhere/token' })).to.equal(
      'ANNUAIRE_WEBDCR_TOKEN_FILE: cannot read /nowhere/token (ENOENT)',
    );
  });
});
