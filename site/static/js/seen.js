// The things looked at lately, kept in this browser alone, from the moment its user asks for it until the user stops it.
const KEY = "market-seen";
const MOST = 8;
const section = document.querySelector("#seen[data-url]");

function part(name) {
  return section.querySelector(`[data-seen="${name}"]`);
}

/** Keys of products, the last first; null while nothing may be kept. */
function seen() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.map(String).filter((key) => /^\d{1,9}$/.test(key)) : null;
  } catch {
    return null;
  }
}

function keep(keys) {
  const others = keys.filter((key) => key !== section.dataset.key);
  localStorage.setItem(KEY, JSON.stringify([section.dataset.key, ...others].slice(0, MOST + 1)));
}

function show(name, on) {
  part(name).hidden = !on;
}

async function showCards(keys) {
  const others = keys.filter((key) => key !== section.dataset.key).slice(0, MOST);
  let html = "";
  if (others.length) {
    const query = new URLSearchParams(others.map((key) => ["k", key]));
    const answer = await fetch(`${section.dataset.url}?${query}`, { headers: { Accept: "text/html" } });
    if (answer.ok) html = (await answer.text()).trim();
  }
  const list = part("cards");
  list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.children);
  show("cards", list.children.length > 0);
  show("empty", list.children.length === 0);
}

async function render() {
  const keys = seen();
  section.hidden = false;
  show("ask", keys === null);
  show("forget", keys !== null);
  show("cards", false);
  show("empty", false);
  if (keys === null) {
    part("cards").replaceChildren();
    return;
  }
  try {
    await showCards(keys);
    keep(keys);
  } catch {
    // Without the network, or without room to keep anything, the section shows what it has.
  }
}

if (section) {
  try {
    localStorage.getItem(KEY);
    render();
  } catch {
    // A browser that lets nobody keep anything: the section stays hidden.
  }
  part("start").addEventListener("click", async () => {
    localStorage.setItem(KEY, "[]");
    await render();
    document.querySelector("#seen-title").focus();
  });
  part("stop").addEventListener("click", async () => {
    localStorage.removeItem(KEY);
    await render();
    document.querySelector("#seen-title").focus();
  });
}
