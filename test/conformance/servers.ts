export const suffix = 'dc=example,dc=org';
export const rootDn = `cn=admin,${suffix}`;
export const rootPassword = 'secret';

/** A server that the same requests are sent to. */
export interface ServerUnderComparison {
  readonly name: 'ours' | 'slapd';
  readonly port: number;
  close(): Promise<void>;
}
