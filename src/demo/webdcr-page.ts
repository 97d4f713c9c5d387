import { demoPage, type DemoPage, escapeHtml, momentText } from './page.js';
import type { ReceivedAccount } from './scim-accounts.js';
import { extensionSchema, type ScimObject } from './scim-rules.js';

const rowsMax = 200;

/** What the demonstration's webDCR has received, last change first. */
export function webdcrPage(accounts: readonly ReceivedAccount[]): DemoPage {
  const title = 'webDCR de démonstration';
  const latest = accounts
    .toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
    .slice(0, rowsMax);
  const open = accounts.filter(({ user }) => user['active'] === true).length;
  return demoPage(
    title,
    `<h1>${title}</h1>
<p>Ce récepteur SCIM 2.0 tient la place de webDCR. Il montre les fiches que l’annuaire lui a
transmises : ${accounts.length} au total, dont ${open} actives${
      accounts.length > rowsMax ? ` ; les ${rowsMax} dernières modifiées sont listées` : ''
    }.</p>
${latest.length > 0 ? table(latest) : empty}`,
  );
}

const empty =
  '<p class="note">Aucune fiche reçue pour le moment. Modifiez une personne dans l’annuaire : ' +
  'elle arrive ici en moins d’une minute.</p>';

const columns = ['État', 'Nom', 'Prénom', 'Mail', 'Email sécurisé MSS', 'Login', 'Profession'];

function table(accounts: readonly ReceivedAccount[]): string {
  const heads = [...columns, 'Adresse', 'Reçue'].map((name) => `<th scope="col">${name}</th>`);
  return `<div class="scroll"><table>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${accounts.map(row).join('\n')}
</tbody></table></div>`;
}

function row({ user, updatedAt }: ReceivedAccount): string {
  const state =
    user['active'] === true ? '<td class="open">● Actif</td>' : '<td class="closed">○ Inactif</td>';
  const cells = [
    member(user['name'], 'familyName'),
    member(user['name'], 'givenName'),
    member(first(user['emails']), 'value'),
    member(user[extensionSchema], 'emailMSS'),
    member(user, 'userName'),
    member(user, 'title'),
    member(first(user['addresses']), 'formatted'),
    momentText(updatedAt),
  ];
  return `<tr>${state}${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
}

const first = (list: unknown): unknown =>
  Array.isArray(list) ? (list as unknown[])[0] : undefined;

function member(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found = (value as ScimObject)[key];
  return typeof found === 'string' ? found : '';
}
