import type { Configuration } from './config/configuration.js';
import { demoAccounts } from './demo/accounts.js';
import { panelUrl } from './panel-service.js';
import type { Service } from './serve.js';

/** What an operator who has just started the service wants to know: where, and as whom. */
export function banner(configuration: Configuration, service: Service): string {
  const { host, title, suffix } = configuration;
  const { ports, demonstration } = service;
  const at = (scheme: string, port: number | undefined): string =>
    port === undefined ? 'off' : `${scheme}://${host}:${String(port)}`;
  const lines = [
    '',
    `${title} — ${suffix}`,
    `  LDAP   ${at('ldap', ports.ldap)}`,
    `  LDAPS  ${at('ldaps', ports.ldaps)}`,
    `  Panel  ${at('http', ports.http)}`,
  ];
  if (demonstration) lines.push(...demonstrationLines(configuration, service));
  return [...lines, ''].join('\n');
}

function demonstrationLines(configuration: Configuration, { ports }: Service): string[] {
  const url = panelUrl(configuration);
  const width = Math.max(...demoAccounts.map(({ login }) => login.length));
  return [
    '',
    'Demonstration directory (ANNUAIRE_DEMO=off to do without):',
    ...(ports.demo === undefined
      ? []
      : [`  webDCR  http://${configuration.host}:${String(ports.demo)}  what it has received`]),
    ...(url === undefined ? [] : [`  Mails   ${url}/demo/courriels`]),
    ...demoAccounts.map(
      ({ login, password, role }) => `  ${login.padEnd(width)}  ${password}  ${role}`,
    ),
  ];
}
