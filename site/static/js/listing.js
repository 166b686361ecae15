// htmx swaps the list of goods when a filter, an order or a page is chosen. Here: the focus stays where it was, the sheet
// of filters stays open on a phone, folded groups stay as they are, and the new number of goods is said aloud.
let before = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const list = event.detail.target;
  if (list.id !== "listing") return;
  const sheet = list.querySelector("#facets");
  before = {
    focus: list.contains(document.activeElement) ? document.activeElement.id : "",
    moved: list.contains(document.activeElement),
    open: sheet?.matches(":popover-open"),
    scroll: sheet?.scrollTop ?? 0,
    folds: new Map([...list.querySelectorAll("details[id]")].map((fold) => [fold.id, fold.open])),
  };
});

document.addEventListener("htmx:afterSettle", () => {
  const list = document.querySelector("#listing");
  if (!before || !list) return;
  const { focus, moved, open, scroll, folds } = before;
  before = null;
  for (const [id, isOpen] of folds) {
    const fold = list.querySelector(`#${CSS.escape(id)}`);
    if (fold) fold.open = isOpen;
  }
  const sheet = list.querySelector("#facets");
  if (open && sheet) {
    sheet.showPopover();
    sheet.scrollTop = scroll;
  }
  const former = focus && document.getElementById(focus);
  if (former) {
    former.focus({ preventScroll: true });
  } else if (moved) {
    // A page was turned or a filter taken off: on to the beginning of the list.
    const heading = list.querySelector("#results");
    heading.focus({ preventScroll: true });
    (heading.parentElement ?? heading).scrollIntoView({ block: "start" });
  }
  document.querySelector("#listing-status").textContent = list.dataset.announce;
});
