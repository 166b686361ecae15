// The number of goods in the basket, fetched on its own so that pages stay the same for everybody and can be cached.
const badge = document.querySelector("#basket-badge[data-url]");

async function refresh() {
  try {
    const answer = await fetch(badge.dataset.url, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const text = new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim();
    badge.textContent = text === "0" ? "" : text;
  } catch {
    // Without the network the badge stays empty; the basket itself is one click away.
  }
}

if (badge?.dataset.url) {
  refresh();
  // The browser may show the page from its memory after "back": ask again.
  addEventListener("pageshow", (event) => event.persisted && refresh());
  document.addEventListener("basket:changed", refresh);
}
