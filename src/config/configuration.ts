/** The configuration, complete and frozen; a port of 0 is off (DESIGN §4). */
export interface Configuration {
  readonly profile: 'annuaire' | 'general';
  readonly dataDirectory: string;
  readonly suffix: string;
  readonly rootDn: string;
  readonly rootPassword: string | undefined;
  readonly host: string;
  readonly ldapPort: number;
  readonly ldapsPort: number;
  readonly httpPort: number;
  readonly demoPort: number;
  readonly demo: 'auto' | 'off';
  /** Directories and files in place of, or beside, ours. */
  readonly schemaDirectory: string | undefined;
  readonly accessFile: string | undefined;
  readonly servicesFile: string | undefined;
  readonly territoriesFile: string | undefined;
  readonly templatesDirectory: string | undefined;
  readonly tls: {
    readonly certFile: string | undefined;
    readonly keyFile: string | undefined;
    readonly clientCaFile: string | undefined;
    readonly required: boolean;
    /** Whose connections may stay in the clear all the same. */
    readonly exempt: 'none' | 'loopback';
  };
  /** Reverse proxies of the panel and proxies of LDAP, addresses or networks. */
  readonly trustedProxies: readonly string[];
  /** What bounds LDAP connections before anybody has signed in. */
  readonly connections: {
    readonly most: number;
    /** Per IPv4 address or IPv6 /64; trusted proxies are exempt. */
    readonly mostPerAddress: number;
    /** To the end of a TLS handshake. */
    readonly handshakeSeconds: number;
    /** From the first byte of a message to its last. */
    readonly messageSeconds: number;
  };
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly mailDiffusion: 'tous' | 'competent';
  readonly mail: {
    /** Where mails that cannot be delivered come back to. */
    readonly bounce: string | undefined;
    /** Mails of requests to one address in ten minutes that go out one by one. */
    readonly digestAbove: number;
    /** What signs mails; off unless all of it is given. */
    readonly dkim:
      | { readonly domain: string; readonly selector: string; readonly privateKey: string }
      | undefined;
  };
  readonly publicUrl: string | undefined;
  readonly title: string;
  /** Where who is stuck writes to: a mail address or the address of a page. */
  readonly contact: string | undefined;
  readonly webdcr: {
    readonly url: string | undefined;
    readonly token: string | undefined;
    /** Where the token came from, if from a file: it is read again when it changes. */
    readonly tokenFile: string | undefined;
    /** OAuth 2.0 client credentials in place of a token; off without a url. */
    readonly oauth: {
      readonly url: string | undefined;
      readonly clientId: string | undefined;
      readonly clientSecret: string | undefined;
      readonly scope: string | undefined;
    };
    readonly caFile: string | undefined;
    readonly certFile: string | undefined;
    readonly keyFile: string | undefined;
    readonly proxy: string | undefined;
    readonly cron: string;
    /** When everyone is compared with webDCR. */
    readonly reconcileCron: string;
    readonly scope: 'toutes' | 'acces';
    /** In place of `schema/data/webdcr.json`. */
    readonly mappingFile: string | undefined;
    /** Deactivations, and fields emptied, that may pass before someone is asked. */
    readonly valve: {
      readonly hour: { readonly count: number; readonly percent: number };
      readonly day: { readonly count: number; readonly percent: number };
    };
  };
  /** Sign-in by OpenID Connect (Pro Santé Connect); off without an issuer. */
  readonly oidc: {
    readonly issuer: string | undefined;
    readonly clientId: string | undefined;
    readonly clientSecret: string | undefined;
    /** `psc`: Pro Santé Connect, with its own discovery document and level. */
    readonly profile: 'standard' | 'psc';
    readonly scope: string;
    /** The claim that names the account, and the attribute that holds the same here. */
    readonly claim: string;
    readonly attribute: string;
    /** On the button. */
    readonly label: string;
  };
  /** The effective fields of `adresseTransmise`, in order. */
  readonly addressParts: readonly string[];
  /** Reader processes beside the primary; 0: none. */
  readonly workers: number;
  /** Whether a password stored under an older scheme is hashed anew at a good bind. */
  readonly rehash: boolean;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}
