// A page that stays open: asks oftener while somebody is there, counts its minutes, and says what has come.
// Without this the page still asks every half minute, and shows the minutes of the last answer.
const OFTEN = 10; // seconds between questions while somebody is there
const SPREAD = 0.2; // of it more or less, so that pages opened together do not ask together
const THERE = 120; // seconds after the last touch
const HIDDEN = 60; // seconds between questions while nobody sees the page
const words = JSON.parse(document.getElementById("news").dataset.words);
const live = () => document.getElementById("live");
const items = () => [...live().querySelectorAll("li[id], tr[id]")];
const since = (moment) => (Date.now() - moment) / 1000;
let touched = Date.now();
let asked = Date.now();
let ahead, shown, ticked;

const ask = () => htmx.trigger(live(), "ask");

function askOften() {
  const seconds = OFTEN * (1 - SPREAD + 2 * SPREAD * Math.random());
  setTimeout(() => {
    if (!document.hidden && since(touched) < THERE) ask();
    askOften();
  }, 1000 * seconds);
}

function touch() {
  const comesBack = since(touched) >= THERE;
  touched = Date.now();
  if (comesBack) ask();
}

// The computer's own clock may be wrong; the server's is what deadlines go by.
function setClock() {
  ahead = Date.parse(live().dataset.now) - Date.now();
}

// As `until_now` in filters.py.
function untilNow(moment) {
  const seconds = (moment - Date.now() - ahead) / 1000;
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const hours = Math.floor(minutes / 60);
  const [unit, n] =
    minutes < 60 ? ["minute", minutes] : hours < 48 ? ["hour", hours] : ["day", Math.floor(hours / 24)];
  const span = words[unit][n === 1 ? 0 : 1].replace("%(n)d", n);
  return (seconds >= 0 ? words.ahead : words.ago).replace("%(span)s", span);
}

function count() {
  for (const time of document.querySelectorAll("time[data-counts]")) {
    const text = untilNow(Date.parse(time.dateTime));
    if (time.textContent !== text) time.textContent = text;
  }
}

function tellNews() {
  const come = items().filter((item) => !shown.has(item.id));
  const titles = come.map((item) => item.querySelector("h3, th")?.innerText).filter(Boolean);
  if (titles.length) document.getElementById("news").textContent = words.come.replace("%(what)s", titles.join(", "));
}

// From row to row and card to card by the arrows, to the same thing in it: its link, its tick or its button.
const INTO = "a[href], button, input:not([type=hidden])";
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = event.target.closest?.("#live li[id], #live tr[id]");
  if (!step || !from || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = items();
  const within = [...(all[all.indexOf(from) + step]?.querySelectorAll(INTO) ?? [])];
  if (!within.length) return;
  (within[[...from.querySelectorAll(INTO)].indexOf(event.target)] ?? within[0]).focus();
  event.preventDefault();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && since(asked) < HIDDEN) event.preventDefault();
  else asked = Date.now();
});
document.addEventListener("htmx:beforeSwap", () => {
  shown = new Set(items().map((item) => item.id));
  ticked = [...live().querySelectorAll("input[type=checkbox]:checked")].map((box) => box.id);
});
document.addEventListener("htmx:afterSettle", () => {
  // The server knows nothing of what has been ticked and not sent.
  for (const box of ticked.map((id) => document.getElementById(id))) if (box) box.checked = true;
  setClock();
  count();
  tellNews();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});
for (const act of ["pointerdown", "pointermove", "keydown", "scroll"]) {
  document.addEventListener(act, touch, { passive: true, capture: true });
}
setClock();
askOften();
setInterval(count, 5000);
