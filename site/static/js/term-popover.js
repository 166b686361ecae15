// Words that open their meaning work without a script. Here: Escape and a click elsewhere close the ones on tags
// (details), only one is open at a time, and the focus goes back to the word.
const open = () => document.querySelectorAll("details[data-term][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of open()) {
    const inside = details.contains(document.activeElement);
    details.open = false;
    if (inside) details.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const details of open()) {
    if (!details.contains(event.target)) details.open = false;
  }
});

for (const details of document.querySelectorAll("details[data-term]")) {
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
}

// A native popover gives the focus back by itself when Escape closes it; the link in it must close it too.
for (const card of document.querySelectorAll(".term__card")) {
  card.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !card.contains(event.relatedTarget) && card.matches(":popover-open")) card.hidePopover();
  });
}
