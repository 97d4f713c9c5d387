/** The settings by the names operators know, once read, checked and completed with defaults. */
export interface Settings {
  readonly ANNUAIRE_PROFILE: 'annuaire' | 'general';
  readonly ANNUAIRE_DATA: string;
  readonly ANNUAIRE_SUFFIX: string;
  readonly ANNUAIRE_HOST: string;
  readonly ANNUAIRE_LDAP_PORT: number;
  readonly ANNUAIRE_LDAPS_PORT: number;
  readonly ANNUAIRE_HTTP_PORT: number;
  readonly ANNUAIRE_DEMO_PORT: number;
  readonly ANNUAIRE_DEMO: 'auto' | 'off';
  readonly ANNUAIRE_ROOT_DN?: string;
  readonly ANNUAIRE_ROOT_PASSWORD?: string;
  readonly ANNUAIRE_SCHEMA?: string;
  readonly ANNUAIRE_ACCESS?: string;
  readonly ANNUAIRE_SERVICES?: string;
  readonly ANNUAIRE_TERRITORIES?: string;
  readonly ANNUAIRE_TEMPLATES?: string;
  readonly ANNUAIRE_TLS_CERT?: string;
  readonly ANNUAIRE_TLS_KEY?: string;
  readonly ANNUAIRE_TLS_CLIENT_CA?: string;
  readonly ANNUAIRE_REQUIRE_TLS: boolean;
  readonly ANNUAIRE_TLS_EXEMPT: 'none' | 'loopback';
  readonly ANNUAIRE_TRUSTED_PROXIES: string;
  readonly ANNUAIRE_CONNECTIONS_MAX: number;
  readonly ANNUAIRE_CONNECTIONS_PER_ADDRESS: number;
  readonly ANNUAIRE_HANDSHAKE_SECONDS: number;
  readonly ANNUAIRE_MESSAGE_SECONDS: number;
  readonly ANNUAIRE_SMTP_URL?: string;
  readonly ANNUAIRE_MAIL_FROM: string;
  readonly ANNUAIRE_MAIL_BOUNCE?: string;
  readonly ANNUAIRE_MAIL_DIGEST_ABOVE: number;
  readonly ANNUAIRE_MAIL_DIFFUSION: 'tous' | 'competent';
  readonly ANNUAIRE_DKIM_DOMAIN?: string;
  readonly ANNUAIRE_DKIM_SELECTOR?: string;
  readonly ANNUAIRE_DKIM_KEY?: string;
  readonly ANNUAIRE_PUBLIC_URL?: string;
  readonly ANNUAIRE_TITLE: string;
  readonly ANNUAIRE_CONTACT?: string;
  readonly ANNUAIRE_WEBDCR_URL?: string;
  readonly ANNUAIRE_WEBDCR_TOKEN?: string;
  readonly ANNUAIRE_WEBDCR_TOKEN_FILE?: string;
  readonly ANNUAIRE_WEBDCR_OAUTH_URL?: string;
  readonly ANNUAIRE_WEBDCR_OAUTH_CLIENT_ID?: string;
  readonly ANNUAIRE_WEBDCR_OAUTH_CLIENT_SECRET?: string;
  readonly ANNUAIRE_WEBDCR_OAUTH_SCOPE?: string;
  readonly ANNUAIRE_WEBDCR_CA?: string;
  readonly ANNUAIRE_WEBDCR_CERT?: string;
  readonly ANNUAIRE_WEBDCR_KEY?: string;
  readonly ANNUAIRE_WEBDCR_PROXY?: string;
  readonly ANNUAIRE_WEBDCR_CRON: string;
  readonly ANNUAIRE_WEBDCR_RECONCILE_CRON: string;
  readonly ANNUAIRE_WEBDCR_SCOPE: 'toutes' | 'acces';
  readonly ANNUAIRE_WEBDCR_MAPPING?: string;
  readonly ANNUAIRE_WEBDCR_VALVE_HOUR: number;
  readonly ANNUAIRE_WEBDCR_VALVE_HOUR_PERCENT: number;
  readonly ANNUAIRE_WEBDCR_VALVE_DAY: number;
  readonly ANNUAIRE_WEBDCR_VALVE_DAY_PERCENT: number;
  readonly ANNUAIRE_OIDC_ISSUER?: string;
  readonly ANNUAIRE_OIDC_CLIENT_ID?: string;
  readonly ANNUAIRE_OIDC_CLIENT_SECRET?: string;
  readonly ANNUAIRE_OIDC_PROFILE: 'standard' | 'psc';
  readonly ANNUAIRE_OIDC_SCOPE?: string;
  readonly ANNUAIRE_OIDC_CLAIM?: string;
  readonly ANNUAIRE_OIDC_ATTRIBUTE: string;
  readonly ANNUAIRE_OIDC_LABEL?: string;
  readonly ANNUAIRE_ADDRESS_PARTS: string;
  readonly ANNUAIRE_WORKERS: number;
  readonly ANNUAIRE_REHASH: boolean;
  readonly ANNUAIRE_LOG_LEVEL: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/** What may be given as `<NAME>_FILE`, so that it stands in no environment and no backup. */
export const secretNames = [
  'ANNUAIRE_ROOT_PASSWORD',
  'ANNUAIRE_SMTP_URL',
  'ANNUAIRE_DKIM_KEY',
  'ANNUAIRE_WEBDCR_TOKEN',
  'ANNUAIRE_WEBDCR_OAUTH_CLIENT_SECRET',
  'ANNUAIRE_WEBDCR_PROXY',
  'ANNUAIRE_OIDC_CLIENT_SECRET',
] as const;

/** Whose file is read again while the server runs, so that it can be replaced there. */
export const watchedSecretFiles: ReadonlySet<string> = new Set(['ANNUAIRE_WEBDCR_TOKEN_FILE']);
