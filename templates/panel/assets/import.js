// While a file is being read, the page keeps itself up to date; without this, « Actualiser » does.
const pause = 1000;
async function follow() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [shown, fresh] = [document, page].map((each) => each.getElementById('import'));
  if (!fresh) return;
  if (!('enCours' in fresh.dataset)) {
    shown.replaceWith(fresh);
    return;
  }
  // The bar and its text alone: a button that has the focus keeps it.
  const [bar, freshBar] = [shown, fresh].map((each) => each.querySelector('progress'));
  bar.value = freshBar.value;
  shown.querySelector('[role=status]').textContent =
    fresh.querySelector('[role=status]').textContent;
  setTimeout(follow, pause);
}
if ('enCours' in (document.getElementById('import')?.dataset ?? {})) setTimeout(follow, pause);
