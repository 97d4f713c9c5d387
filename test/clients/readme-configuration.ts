import { readFileSync } from 'node:fs';
import { sso } from '../journey/ldap-tools.js';
import type { Demonstration } from './demonstration.js';

/**
 * A configuration as the README shows it, for this server: whoever copies it gets what was tested.
 *
 * @param file the comment in its first line names it
 */
export function readmeConfiguration(file: string, demonstration: Demonstration): string {
  const readme = readFileSync('README.md', 'utf8');
  const blocks = [...readme.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, text = '']) => text);
  const [block, ...others] = blocks.filter((text) => text.split('\n')[0]?.includes(file));
  if (block === undefined || others.length > 0) throw new Error(`README: ${file}, once`);
  return block
    .replaceAll('annuaire.example.org:389', `127.0.0.1:${String(demonstration.port)}`)
    .replaceAll('annuaire.example.org', '127.0.0.1')
    .replaceAll('/etc/ssl/certs/annuaire.pem', demonstration.caFile)
    .replaceAll('SECRET', sso.password);
}
