// Finds persons while one types; the form alone does as much with Enter.
const box = document.getElementById('recherche-rapide');
const list = document.getElementById('suggestions');
let timer;
let asked = 0;

function close() {
  list.hidden = true;
  list.replaceChildren();
  box.setAttribute('aria-expanded', 'false');
  box.removeAttribute('aria-activedescendant');
}

async function suggest() {
  const text = box.value.trim();
  asked += 1;
  const mine = asked;
  if (text.length < 2) return close();
  const answer = await fetch(`/recherche?q=${encodeURIComponent(text)}`).catch(() => undefined);
  if (mine !== asked || !answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, 'text/html');
  if (mine !== asked) return;
  list.replaceChildren(...page.querySelectorAll('li'));
  list.hidden = false;
  box.setAttribute('aria-expanded', 'true');
}

function move(step) {
  const options = [...list.children];
  const at = options.findIndex((each) => each.getAttribute('aria-selected') === 'true');
  const next = options[(at + step + options.length) % options.length];
  options.forEach((each) => each.setAttribute('aria-selected', String(each === next)));
  box.setAttribute('aria-activedescendant', next.id);
  next.scrollIntoView({ block: 'nearest' });
}

if (box && list) {
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 120);
  });
  box.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') close();
    else if (event.key === 'Enter') {
      const chosen = list.querySelector('[aria-selected="true"] a');
      if (!chosen) return;
      event.preventDefault();
      chosen.click();
    }
  });
  box.addEventListener('blur', () => setTimeout(close, 200));
}
