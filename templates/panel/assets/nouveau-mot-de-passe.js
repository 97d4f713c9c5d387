// How strong a password is while it is typed, as the CNIL counts; the server decides.
const field = document.getElementById('mot-de-passe');
const meter = document.getElementById('jauge');
const words = document.getElementById('force');
const classes = [[26, /[a-z]/], [26, /[A-Z]/], [10, /[0-9]/], [37, /[^a-zA-Z0-9]/]];

function bitsOf(text) {
  const size = classes.reduce((sum, [count, pattern]) => sum + (pattern.test(text) ? count : 0), 0);
  return size === 0 ? 0 : Math.round([...text].length * Math.log2(size));
}
const isPhrase = (text) =>
  new Set(text.toLowerCase().split(/[\s_-]+/).filter((word) => word.length > 1)).size >= 7;

if (field) {
  meter.hidden = false;
  field.addEventListener('input', () => {
    const bits = isPhrase(field.value) ? 80 : Math.min(bitsOf(field.value), 80);
    meter.value = bits;
    const { fort, presque, faible } = words.dataset;
    if (field.value === '') words.textContent = '';
    else words.textContent = bits >= 80 ? fort : bits >= 50 ? presque : faible;
  });
}
