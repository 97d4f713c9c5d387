import { createHash } from 'node:crypto';

/** A page of the demonstration, ready for any HTTP server. */
export interface DemoPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `
:root{color-scheme:light dark;
--ink:#14213d;--paper:#fbfaf7;--sea:#0b4f6c;--moss:#2e6b3f;--stone:#5c6672;--line:#d8d5cc}
@media (prefers-color-scheme:dark){:root{
--ink:#e8e6df;--paper:#12161f;--sea:#7cc3e0;--moss:#8bcf9d;--stone:#a3adb9;--line:#333a47}}
body{margin:0;padding:24px;background:var(--paper);color:var(--ink);
font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1200px}
h1{font-size:24px;line-height:1.3;margin:0 0 4px;font-weight:600}
h2{font-size:18px;margin:32px 0 8px;font-weight:600}
p{margin:0 0 16px;max-width:70ch}
a{color:var(--sea)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;line-height:1.35;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:6px 16px 6px 0;border-bottom:1px solid var(--line)}
th{color:var(--stone);font-weight:600}
.open{color:var(--moss);font-weight:600}
.closed,.note{color:var(--stone)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid var(--line);
padding-left:16px;font:15px/1.5 system-ui,sans-serif}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0 0 24px}
dt{color:var(--stone)}
dd{margin:0;overflow-wrap:anywhere}
@media print{body{background:#fff;color:#000}}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** A whole page in French around `main`, which must be HTML already. */
export function demoPage(title: string, main: string, status = 200): DemoPage {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; ` +
        `form-action 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>
${main}
</main></body>
</html>
`,
  };
}

const moments = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `23/11/2026 10:42:07` */
export function momentText(date: Date): string {
  return moments.format(date);
}
