// Keys for whoever answers many requests; each does what a button of the page does.
const rows = [...document.querySelectorAll('.file tbody tr')];
const linkOf = (row) => row.querySelector('a');
const current = () => rows.find((row) => row.contains(document.activeElement));

function go(step) {
  const at = rows.indexOf(current());
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  if (next) linkOf(next).focus();
}

let refused;
const keys = {
  j: () => go(1),
  k: () => go(-1),
  a: () => current()?.querySelector('[name="accepter"]').click(),
  x: () => current()?.querySelector('[type="checkbox"]').click(),
  r: () => {
    refused = current();
    if (refused) document.getElementById('motif').focus();
  },
  '?': () => {
    const help = document.getElementById('aide-clavier');
    help.open = !help.open;
    if (help.open) help.querySelector('summary').focus();
  },
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (refused && event.key === 'Enter' && target.closest?.('.outils')) {
    event.preventDefault();
    refused.querySelector('[name="refuser"]').click();
    return;
  }
  if (target.closest?.('input:not([type="checkbox"]), select, textarea')) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// After a decision the next request is at hand.
if (document.querySelector('.annulation') && rows[0]) linkOf(rows[0]).focus();
