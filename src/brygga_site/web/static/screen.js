// A page that stays open: it asks whether anything has changed, counts its minutes, and says what has come.
// Without this the page shows what it showed when it was opened.
const SPREAD = 0.2; // so that pages opened together do not ask together for ever
const HIDDEN = 60; // seconds between questions while nobody sees the page
const words = JSON.parse(document.getElementById("news").dataset.words);
const live = () => document.getElementById("live");
const items = () => [...live().querySelectorAll("li[id]")];
let next, ahead, shown;

function plan() {
  clearTimeout(next);
  const seconds = document.hidden ? HIDDEN : Number(live().dataset.every);
  next = setTimeout(ask, 1000 * seconds * (1 - SPREAD + 2 * SPREAD * Math.random()));
}

function ask() {
  htmx.trigger(live(), "ask");
  plan();
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
  const titles = come.map((item) => item.querySelector("h3")?.innerText).filter(Boolean);
  if (titles.length) document.getElementById("news").textContent = words.come.replace("%(what)s", titles.join(", "));
}

document.addEventListener("visibilitychange", () => (document.hidden ? plan() : ask()));
document.addEventListener("htmx:beforeSwap", () => {
  shown = new Set(items().map((item) => item.id));
});
document.addEventListener("htmx:afterSettle", () => {
  setClock();
  count();
  tellNews();
});
setClock();
plan();
setInterval(count, 5000);
