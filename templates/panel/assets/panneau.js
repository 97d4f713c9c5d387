// Comforts only: every page works without this file.
const quick = document.getElementById('recherche-rapide');
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest?.('input, select, textarea');
  if (event.key !== '/' || typing || !quick || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  quick.focus();
  quick.select();
});

// On a small screen the menu and the fields of a search wait to be asked for; without this file
// they are open.
const folded = document.querySelectorAll('.rail > details, .criteres > details');
const isSmall = matchMedia('(max-width: 64rem)');
const settle = () => folded.forEach((each) => (each.open = !isSmall.matches));
if (isSmall.matches) settle();
isSmall.addEventListener('change', settle);

// A click anywhere on a row opens its record; the link in it stays for keyboard and new tabs.
document.addEventListener('click', (event) => {
  const row = event.target.closest?.('tr[data-href]');
  if (!row || event.target.closest('a') || getSelection().toString() !== '') return;
  location.assign(row.dataset.href);
});

// What webDCR will receive, while one types.
const triples = document.querySelector('.triples[data-adresse]');
const preview = document.querySelector('.apercu .adresse');
function refresh() {
  const effective = {};
  for (const line of triples.querySelectorAll('[data-champ]')) {
    const typed = line.querySelector('input').value;
    const national = line.querySelector('.national output').textContent;
    const state = typed === '' ? 'herite' : typed.trim() === '' ? 'vide' : 'remplace';
    const value = state === 'herite' ? national : state === 'vide' ? '' : typed;
    effective[line.dataset.champ] = value.trim();
    line.querySelector('.transmise output').textContent = value;
    const mark = line.querySelector('.recouvrement');
    mark.textContent = triples.dataset[state];
    mark.className = `recouvrement ${state}`;
  }
  const parts = triples.dataset.adresse.split(' ').map((field) => effective[field]);
  preview.textContent = parts.filter(Boolean).join(' ') || triples.dataset.sansAdresse;
}
if (triples && preview) triples.addEventListener('input', refresh);
